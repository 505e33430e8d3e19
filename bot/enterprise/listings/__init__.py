"""What openings and courses have in common in the chat: questions, the law check, files, sharing, expiry."""
