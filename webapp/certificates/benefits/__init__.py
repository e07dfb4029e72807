"""Benefits: what a certificate opens at a partner, and the record of each use."""
