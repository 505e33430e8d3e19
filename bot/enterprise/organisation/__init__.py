"""An organisation in the chat: register, verify, colleagues, settings, closing."""
