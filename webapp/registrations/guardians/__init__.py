"""Consent of a guardian to the application of somebody under eighteen."""
