"""Signed sheets of a whole year, made by the worker part by part."""
