"""Word lists of the product, one CSV a list; read by `matching.language.gazetteer`."""
