"""The statement on accessibility and the results of its tests, as Japanese public services publish them."""
