"""Dashboards: for each role the one next thing to do, then pictures that each answer one question."""
