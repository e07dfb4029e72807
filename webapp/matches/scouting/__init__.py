"""お声かけ: a place asks one person with a reason of its own; the person decides what happens next."""
