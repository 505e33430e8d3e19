"""Listing files and the law check of whole listings."""
