"""How near words are to examples of what they may be after, where no head tells it."""

from functools import cache

from matching.language.encoder import Vectors, embed_queries, embed_query

Examples = tuple[str, ...]


def likeness(words: str, *kinds: Examples) -> list[float]:
    """Of each kind the cosine between the words and the nearest of its examples; blocks while it embeds."""
    vector = embed_query(words)
    return [float((_vectors(kind) @ vector).max()) for kind in kinds]


@cache
def _vectors(kind: Examples) -> Vectors:
    return embed_queries(kind)
