"""Taking part: people apply to jobs, events and local needs, places choose, both say afterwards how it was."""
