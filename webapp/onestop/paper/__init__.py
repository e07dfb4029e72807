"""The sheets that a donor prints: the application and the notice of a move, with an empty box for the My Number."""
