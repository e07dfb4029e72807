"""Packages of information that a municipality hands to a support corporation, with a log of every delivery."""
