"""What the clock makes due, by noun."""
