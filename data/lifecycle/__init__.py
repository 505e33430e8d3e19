"""What follows for everything else when a listing expires or changes, and when an organisation closes or lapses."""
