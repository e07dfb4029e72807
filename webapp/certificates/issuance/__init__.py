"""The log of every token that was ever signed: a chain of hashes that can only grow."""
