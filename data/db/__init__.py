"""The database: connections, column types, the clock, named refusals, one pace for all processes."""
