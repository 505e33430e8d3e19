"""What a message says, one facet a module."""
