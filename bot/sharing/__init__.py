"""A listing outside the chat with the bot: links, posters, cards in other chats."""
