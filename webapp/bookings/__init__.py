"""Bookings: viewings, seats, trial stays and consultations on calendars that are never booked twice."""
