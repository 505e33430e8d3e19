"""What the system knows, and the rules by which that may change."""
