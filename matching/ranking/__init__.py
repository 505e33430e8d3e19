"""Ranking: wish × fit × life, what feedback teaches, variety among the first."""
