"""What the person who started the demo reads: the address, the accounts, what to try."""

from webapp.demo.surroundings import Surroundings


def text(around: Surroundings, seconds: float) -> str:
    """The greeting after a start that took so many seconds."""
    return f"""
  ふたまち is ready after {seconds:.1f} s:  {around.address}
"""
