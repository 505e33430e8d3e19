import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from matching.evaluation.service import EvaluationError, Method, SetResult, bootstrap_interval, evaluate
from matching.language.vector_cache import VectorCache

CORPUS = {
    "weld": ("焊工", "用焊机把钢板焊在一起"),
    "turn": ("车工", "操作车床加工零件"),
    "cook": ("中式烹调师", "炒菜、炖菜、备料"),
    "care": ("养老护理员", "照顾老人起居"),
    "said": ("", "烧电焊"),
}
QUERIES = {"q1": "烧电焊", "q2": "照顾老人", "q3": "没有答案的问题"}
JUDGEMENTS = [("q1", "weld", 2), ("q1", "turn", 1), ("q2", "care", 1), ("q2", "cook", 0)]


def write_set(folder: Path, split: str = "dev", judgements: Sequence[tuple[str, str, int]] = JUDGEMENTS) -> Path:
    (folder / "qrels").mkdir(parents=True, exist_ok=True)
    rows = [{"_id": key, "title": title, "text": text} for key, (title, text) in CORPUS.items()]
    (folder / "corpus.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    rows = [{"_id": key, "text": text} for key, text in QUERIES.items()]
    (folder / "queries.jsonl").write_text("\n".join(json.dumps(row) for row in rows) + "\n", encoding="utf-8")
    lines = ["query-id\tcorpus-id\tscore", *("\t".join(map(str, row)) for row in judgements)]
    (folder / f"qrels/{split}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def run(folders: Sequence[Path], split: str = "dev", methods: Sequence[Method] = (Method.LEXICAL,)) -> list[SetResult]:
    return list(evaluate(folders, split, methods, cache=folders[0].parent / "cache"))


def test_every_method_is_measured_when_none_is_named(tmp_path: Path) -> None:
    results = list(evaluate([write_set(tmp_path / "small")], cache=tmp_path / "cache"))
    assert [result.method for result in results] == [Method.LEXICAL, Method.DENSE, Method.HYBRID]
    assert all(0 < result.low <= result.ndcg <= result.high <= 1 for result in results)


def test_figures_are_those_worked_out_by_hand(tmp_path: Path) -> None:
    (result,) = run([write_set(tmp_path / "small", judgements=[("q1", "weld", 2), ("q1", "care", 1)])])
    # 焊工 shares a term and comes first once the query's own text is dropped; 养老护理员 shares none: no hit.
    assert result.queries == 1
    assert result.ndcg == pytest.approx(2 / (2 + 1 / np.log2(3)))
    assert (result.recall, result.mrr) == (0.5, 1)


def test_a_hit_that_is_the_query_itself_is_dropped(tmp_path: Path) -> None:
    (result,) = run([write_set(tmp_path / "small", judgements=[("q1", "said", 2), ("q1", "weld", 1)])])
    assert result.ndcg == 1


def test_json_has_the_documented_keys(tmp_path: Path) -> None:
    (result,) = run([write_set(tmp_path / "small")])
    row = result.as_json()
    assert list(row) == ["set", "split", "method", "queries", "ndcg@10", "low", "high", "recall@10", "mrr@10"]
    assert (row["set"], row["split"], row["method"], row["queries"]) == ("small", "dev", "lexical", 2)


def test_other_things_beside_a_set_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "people").mkdir()
    (tmp_path / "README.md").write_text("about", encoding="utf-8")
    results = run([tmp_path / "people", tmp_path / "README.md", write_set(tmp_path / "small")])
    assert [result.set for result in results] == ["small"]


def test_a_folder_that_is_no_set_is_one_plain_error(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"corpus\.jsonl"):
        evaluate([tmp_path])
    with pytest.raises(EvaluationError, match="does not exist"):
        evaluate([tmp_path / "nowhere"])


def test_a_missing_split_is_named_before_anything_is_measured(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"no split heldout \(there: dev\)"):
        evaluate([write_set(tmp_path / "small")], "heldout")


def test_all_joins_the_splits(tmp_path: Path) -> None:
    folder = write_set(tmp_path / "small", judgements=JUDGEMENTS[:2])
    write_set(folder, "heldout", JUDGEMENTS[2:])
    assert run([folder], "heldout")[0].queries == 1
    assert run([folder], "all")[0].queries == 2


@pytest.mark.parametrize(
    ("file", "line"), [("corpus.jsonl", "{"), ("queries.jsonl", '{"_id": 1}'), ("qrels/dev.tsv", "q1\tweld")]
)
def test_a_line_that_cannot_be_read_is_named(tmp_path: Path, file: str, line: str) -> None:
    folder = write_set(tmp_path / "small")
    with (folder / file).open("a", encoding="utf-8") as lines:
        lines.write(f"\n{line}\n")
    with pytest.raises(EvaluationError, match=rf"{file}, line \d+"):
        run([folder])


def test_the_interval_is_the_same_for_the_same_figures() -> None:
    values = np.linspace(0, 1, 50)
    assert bootstrap_interval(values) == bootstrap_interval(values)
    low, high = bootstrap_interval(values)
    assert low < 0.5 < high


def test_vectors_are_read_back_from_the_cache(tmp_path: Path) -> None:
    first = VectorCache(tmp_path).document_vectors(["焊工", "车工"])
    files = {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.npz")}
    again = VectorCache(tmp_path).document_vectors(["车工", "焊工"])
    assert np.array_equal(first, again[::-1])
    assert files == {file: file.stat().st_mtime_ns for file in tmp_path.rglob("*.npz")}


def test_a_damaged_cache_file_only_costs_time(tmp_path: Path) -> None:
    expected = VectorCache(tmp_path).query_vectors(["焊工"])
    for file in tmp_path.rglob("*.npz"):
        file.write_bytes(file.read_bytes()[:40])
    assert np.array_equal(VectorCache(tmp_path).query_vectors(["焊工"]), expected)
