"""The user's side of a bank: registration with a pledge and an end, then question, viewing, negotiation, broker, result."""
