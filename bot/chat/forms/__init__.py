"""The form engine and the kinds of questions that forms share."""
