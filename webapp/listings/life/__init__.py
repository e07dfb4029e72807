"""A published listing stays true: asked again whether it still holds, hidden when nobody answers, kept when it is over."""
