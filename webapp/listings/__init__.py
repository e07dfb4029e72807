"""Listings: what a place offers or needs – homes, coworking, jobs, events, local needs."""
