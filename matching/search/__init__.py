"""Search: what to look for, where, and the candidates that pass the gates."""
