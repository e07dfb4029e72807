"""First steps: for each role a few real tasks, ticked by what the person did, put away by the person."""
