"""Openings and courses: their rows, their states, the search index that follows them."""
