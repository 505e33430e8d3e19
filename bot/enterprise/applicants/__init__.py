"""Applicants in the chat: list, questions, interviews, contracts, filing pack."""
