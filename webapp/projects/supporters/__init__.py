"""Who stands behind a project: one row for each paid donation, with words that the town looks through."""
