"""All last days of a town's work in one list, one month, one calendar address; each feature lends its own."""
