"""The encoder that is trained is the bundled one: same vectors, only what may learn learns."""

import torch

from matching.language.e5.module import PackedE5
from matching.language.training.encoder import TrainableE5

TEXTS = ["我在鞍山，干过保安，想学个电工，要包住", "几点上班", "welding in Shenyang"]


def test_a_text_has_the_vectors_of_the_packed_engine_before_training() -> None:
    trainable, packed = TrainableE5().eval(), PackedE5(tuned=False)
    with torch.no_grad():
        vectors, mask, _ = trainable(TEXTS)
    wanted = packed.forward(packed.preprocess(TEXTS))["token_embeddings"]
    likeness = torch.nn.functional.cosine_similarity(vectors, wanted, dim=-1)
    assert likeness[mask.bool()].min() > 0.999


def test_the_layers_learn_and_the_word_vectors_do_not() -> None:
    trainable = TrainableE5()
    vectors, _, _ = trainable(TEXTS[:1])
    vectors.sum().backward()
    learning = {name.split(".")[1] for name, values in trainable.named_parameters() if values.grad is not None}
    assert learning == {"encoder"}


def test_each_token_knows_its_place_in_the_text() -> None:
    _, mask, places = TrainableE5()(["几点上班"])
    known = [place for place, used in zip(places[0], mask[0], strict=True) if used and place[1] > place[0]]
    assert "".join("几点上班"[begin:end] for begin, end in known[1:]) == "几点上班"
