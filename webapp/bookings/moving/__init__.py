"""Another time for what is booked already."""
