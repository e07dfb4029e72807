"""Pictures that shared links show: 1200 × 630, drawn by us, with words where a Japanese font is."""
