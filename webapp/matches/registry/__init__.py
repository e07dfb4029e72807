"""The models that were learned: which one serves, what it was measured at, and the prices that go with it."""
