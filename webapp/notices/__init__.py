"""The centre of notices: every letter to somebody with an account, how it reaches them, and how they stop it."""
