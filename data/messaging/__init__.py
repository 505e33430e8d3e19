"""Messages in and out as rows, and which notices were sent already."""
