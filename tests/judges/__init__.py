"""Outside testers, each with a positive control: a judge that cannot fail is not a judge. Run by `./dev judges`."""
