"""How much somebody may give so that all but 2,000 yen comes back: from the tax notice, or estimated from a salary."""
