"""Asking and being answered: threads, public questions, reports, complaints, a confidential line, emergency contacts."""
