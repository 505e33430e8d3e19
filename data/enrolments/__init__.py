"""Enrolments in courses, and their waiting lists."""
