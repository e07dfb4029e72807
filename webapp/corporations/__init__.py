"""Support corporations (特定居住支援法人): who they are, and which municipality designated them for what."""
