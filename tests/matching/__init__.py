"""Tests of the matcher, which knows neither web nor database."""
