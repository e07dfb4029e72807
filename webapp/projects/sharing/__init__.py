"""What a shared link of a project shows: a picture drawn by the server, and its words."""
