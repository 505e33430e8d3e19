"""Staff of the labour bureau."""
