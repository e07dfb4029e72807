"""The announcement (公示) of a designation, its changes and its end: text, date, place."""
