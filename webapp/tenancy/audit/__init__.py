"""The trail as a town's administrator reads it: what was done, by which role, and whether the record is whole."""
