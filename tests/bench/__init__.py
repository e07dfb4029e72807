"""Measures, run by `./dev bench`: CPU times, query counts and ratios within one run, never requests a second."""
