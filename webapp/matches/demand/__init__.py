"""Unmet demand: what nobody fits, whom nobody wants, and how wishes and offers compare; numbers only, never people."""
