"""Courses in the chat: post, list, learners."""
