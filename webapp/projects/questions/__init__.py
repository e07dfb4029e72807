"""Public questions about a project and their answers."""
