"""Openings in the chat: post, paste an advert, edit, list."""
