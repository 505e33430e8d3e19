"""The file of the tuned encoder holds what training changed, near enough."""

from pathlib import Path

import numpy as np

from matching.language.e5 import tuned
from matching.language.heads.linker import occupation_sayings


def test_a_change_comes_back_near_to_what_it_was(tmp_path: Path) -> None:
    change = np.random.default_rng(1).normal(0, 0.01, (64, 384)).astype(np.float32)
    bias = np.linspace(-1, 1, 64, dtype=np.float32)
    tuned.write(tmp_path / "t.npz", {"l5.q.w": tuned.rounded(change)}, {"l5.q.b": bias})
    read = tuned.read(tmp_path / "t.npz")
    bundled = np.ones((64, 384), dtype=np.float32)
    left = read.matrix("l5.q.w", bundled) - bundled - change
    assert np.square(left).mean() < 0.15 * np.square(change).mean()
    assert np.abs(read.tensors["l5.q.b"] - bias).max() < 1e-3
    assert read.matrix("l6.q.w", bundled) is bundled


def test_other_weights_have_another_name(tmp_path: Path) -> None:
    for name, value in (("a", 0.0), ("b", 1.0)):
        tuned.write(tmp_path / f"{name}.npz", {}, {"x": np.array([value], dtype=np.float32)})
    assert tuned.read(tmp_path / "a.npz").digest != tuned.read(tmp_path / "b.npz").digest


def test_names_keep_their_neighbours_in_fewer_dimensions(tmp_path: Path) -> None:
    random = np.random.default_rng(2)
    vectors = (random.normal(size=(300, 20)) @ random.normal(size=(20, 384))).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    tuned.write_names(tmp_path / "names.npz", [f"name {number}" for number in range(300)], vectors)
    names = tuned.read_names(tmp_path / "names.npz")
    asked = vectors[:50] @ names.projection
    found = (asked @ names.vectors.T).argmax(axis=1)
    assert (found == np.arange(50)).mean() > 0.95
    assert names.place("name 7") == 7
    assert names.place("another name") is None


def test_every_saying_of_an_occupation_has_its_vector() -> None:
    missing = [said for said, _ in occupation_sayings() if tuned.names_file().place(said) is None]
    assert missing == [], "make model ARGS=--names makes the vectors of new names"


def test_the_weights_fit_in_a_repository() -> None:
    assert sum(file.stat().st_size for file in tuned.FILE.parent.iterdir()) < 5_000_000
