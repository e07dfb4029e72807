"""What people tell a town or the operator in confidence: a listing's fault, a complaint, something nobody else may hear."""
