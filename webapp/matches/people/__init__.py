"""Who fits a listing: people ranked from the place's side, nameless until they agree."""
