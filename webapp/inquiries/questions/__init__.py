"""Questions on a listing that everybody reads together with the answer."""
