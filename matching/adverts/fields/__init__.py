"""What an advert states, one field a module."""
