"""Keys with which municipalities sign: made, wrapped, rotated, published."""
