"""Announcements composed in the chat."""
