"""How the system speaks: chat, command line, and the local Telegram it can be tried on."""
