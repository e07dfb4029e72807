"""What an application needs on paper: each town's checklist, the files handed in, the ticks of who examined them."""
