"""Why a listing is not among a person's matches, and the least change after which it is."""
