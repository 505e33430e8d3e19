"""Review of organisations, openings and courses."""
