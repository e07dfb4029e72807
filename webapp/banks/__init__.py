"""Joint banks of vacant homes: several towns, one list, one numbering; contracts are made with licensed brokers, never here."""
