"""What the rules say of money and law, for whoever asks: seekers, members and staff."""
