"""The parts of a job's description: its forms with what each demands, and words that the law keeps out of it."""
