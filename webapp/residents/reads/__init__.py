"""Who opened a page about a person: one line a reader and day, for the person to see."""
