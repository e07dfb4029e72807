"""A listing as machines read it: nothing that its page does not say, no house nearer than its town, nobody's name."""
