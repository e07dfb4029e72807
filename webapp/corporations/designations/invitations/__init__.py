"""Whom a town that designates by invitation has asked to apply."""
