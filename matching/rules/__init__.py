"""Rules of grades and subsidies, from the dated policy rows."""
