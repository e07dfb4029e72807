"""What is told of a project as it goes on: on its page, and in letters to who gave."""
