"""What is done with the money, told as it happens: milestones, reports, receipts."""
