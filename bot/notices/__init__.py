"""What one side tells the other: each notice in the reader's language, at the time they chose."""
