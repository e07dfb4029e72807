"""Everything about a person as a PDF that can be read: made by the worker, sealed, given once, gone after a day."""
