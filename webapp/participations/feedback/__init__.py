"""How it was, said by both sides: a part for everybody, and a line that only the town reads."""
