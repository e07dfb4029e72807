"""A private address under which a person's own calendar program finds everything that is planned."""
