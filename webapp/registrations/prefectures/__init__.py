"""Prefectures: who registers with a municipality is registered with its prefecture too."""
