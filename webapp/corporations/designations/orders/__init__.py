"""Demands for a report and orders to improve, with their deadlines and answers."""
