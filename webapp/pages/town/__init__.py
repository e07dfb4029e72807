"""What a town's public page shows of every feature above the town itself."""
