"""What a seeker is asked, what is known of them, and their own data."""
