"""Language: normal forms, known words, encoder; nothing here knows what a message is about."""
