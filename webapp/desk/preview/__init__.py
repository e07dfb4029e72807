"""What a resident sees, shown to staff: the same page without anything that could be pressed."""
