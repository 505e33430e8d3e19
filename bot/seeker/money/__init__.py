"""Grades and subsidies for a person."""
