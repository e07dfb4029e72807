"""Premium: the second tier of a registration, asked for by the resident, granted by the town for a year."""
