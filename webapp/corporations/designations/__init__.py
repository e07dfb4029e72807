"""Designation as a support corporation: applied for, examined, announced, watched over, ended."""
