"""Free text, matches, one listing, why not another."""
