"""What living in two places costs in a year, worked out in the open."""
