"""Recruitment law: what a text or a listing may not say, and what it could say instead."""
