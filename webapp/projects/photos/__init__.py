"""Pictures of projects and of what is told of them."""
