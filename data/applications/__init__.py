"""Applications to openings, from the first message to the finished apprenticeship."""
