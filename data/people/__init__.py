"""People: accounts, what they agreed to, what seekers said of themselves, and when they want to be told."""
