"""The command line: thin faces on functions, for operators and for other programs."""
