"""What makes the desk of a town's staff comfortable; it knows no feature, each lends what it has."""
