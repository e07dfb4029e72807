"""The tests of Futamachi; they mirror the packages they test."""
