"""Giving money back: two people agree or the rules demand it, the worker asks the provider, snapshots tell how it went."""
