"""The chat toolkit that all three audiences share: turns, texts, buttons, forms."""
