"""Listing files in and out: formats, fields, templates, uploads."""
