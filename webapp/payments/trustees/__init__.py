"""指定納付受託者: whom a municipality has designated to take donations for it, as announced."""
