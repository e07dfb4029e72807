"""Changes of name, seat or office: notified in advance, noted by each town, announced again."""
