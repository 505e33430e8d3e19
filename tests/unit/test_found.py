"""What is looked for as vectors, asked for from many threads at once."""

import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from matching.search import candidates


def test_another_thread_may_forget_texts_while_this_one_collects_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(candidates, "_MOST_KNOWN_TEXTS", 4)
    monkeypatch.setattr(candidates, "_known_texts", {})
    works = ["电工", "焊工", "护工", "车工", "木工", "厨师"]
    alone = dict(zip(works, candidates._embedded(works), strict=True))

    def ask(turn: int) -> bool:
        texts = [works[(turn + step) % len(works)] for step in range(3)]
        return np.allclose(candidates._embedded(texts), np.stack([alone[text] for text in texts]), atol=1e-2)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # as if the machine had far more threads than cores
    try:
        with ThreadPoolExecutor(8) as threads:
            assert all(threads.map(ask, range(200)))
    finally:
        sys.setswitchinterval(interval)
