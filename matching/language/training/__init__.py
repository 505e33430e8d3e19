"""Making the language model: the corpus, training, measuring. Nothing here runs while the bot serves people."""
