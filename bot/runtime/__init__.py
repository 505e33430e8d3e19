"""What keeps the bot running: updates in, messages out, due work; each through the database."""
