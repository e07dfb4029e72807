"""The parts of a home's description: building, fittings, land, terms, surroundings, hazards, honest drawbacks."""
