"""Applying and everything after: questions, interviews, offers, /my."""
