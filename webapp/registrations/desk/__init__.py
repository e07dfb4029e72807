"""The town's desk: a queue of work, reasons to choose from, bulk decisions, a second look, deputies, entry on behalf."""
