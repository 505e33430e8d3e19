"""Evaluation: how well texts are found."""
