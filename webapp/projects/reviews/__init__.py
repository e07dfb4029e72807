"""How the town examines a proposal: four findings, each with a reason and a name."""
