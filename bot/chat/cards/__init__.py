"""Cards and short lines: how listings, people and explanations are written in the chat."""
