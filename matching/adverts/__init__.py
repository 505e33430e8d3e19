"""Adverts: what they say, and whether they may say it."""
