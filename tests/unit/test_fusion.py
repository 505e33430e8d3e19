import numpy as np

from matching.evaluation.fusion import fuse_scores


def scores(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def test_what_both_views_like_comes_first() -> None:
    assert fuse_scores(scores(0.90, 0.89, 0.7), scores(3, 5, 0)).argmax() == 1


def test_words_that_no_candidate_shares_change_nothing() -> None:
    dense = scores(0.8, 0.9, 0.7)
    assert fuse_scores(dense, scores(0, 0, 0)).argsort().tolist() == dense.argsort().tolist()


def test_the_scale_of_either_view_does_not_matter() -> None:
    dense, lexical = scores(0.8, 0.9, 0.7), scores(1, 0, 2)
    assert np.allclose(fuse_scores(dense, lexical), fuse_scores(dense * 100 + 7, lexical * 3), atol=1e-3)


def test_no_candidates_give_no_scores() -> None:
    assert fuse_scores(scores(), scores()).shape == (0,)
