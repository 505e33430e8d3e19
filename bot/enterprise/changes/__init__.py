"""Listings changed in words: what the words are about, what they say, and the card to confirm."""
