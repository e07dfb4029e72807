"""What the tests stand on: databases, network guard, page linter, clients."""
