"""The owner's side of a bank: application, papers, survey, registration, publication, contract, removal."""
