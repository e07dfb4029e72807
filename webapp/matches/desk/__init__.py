"""マッチング机: staff give out limited places in batches, compare with the plain ranking, override and publish."""
