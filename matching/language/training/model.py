"""The model that is trained: the encoder, a linear head a task, and what each step of training minimises."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from random import Random

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, normalize

from matching.language.e5 import tuned
from matching.language.encoder import E5_PROMPTS
from matching.language.heads.labels import HEADS, REFIT
from matching.language.training.encoder import PARTS, TrainableE5
from matching.language.training.examples import Example
from matching.language.training.pairs import Pair, names_of

_RARE = -4.0
"""Bias that a head begins with: most labels are absent from most words."""
_WORDS = 4.0
"""Weight of the words' labels against the texts'."""
_TEXT = {"acts": 1.0, "law": 1.0, "facts": 0.6, "advert": 0.0, "answer": 0.6, "about": 1.0, "child": 1.0, "only": 1.0}
_LINKS = 1.0
_WARMTH = 0.05


class Model(nn.Module):
    """Encoder and heads."""

    def __init__(self, frozen: int) -> None:
        super().__init__()
        self.encoder = TrainableE5(frozen)
        self.dropout = nn.Dropout(0.1)
        self.heads = nn.ModuleDict(
            {name: new_head(self.encoder.hidden, len(found)) for name, found in HEADS.items() if name not in REFIT}
        )
        self._bundled = {name: module.weight.detach().clone() for name, module in self.matrices()}

    def matrices(self) -> list[tuple[str, nn.Linear]]:
        """The matrices that learn, by their names in the encoder."""
        layers = self.encoder.bert.encoder.layer
        return [
            (f"{number}.{name}", module)
            for number in range(self.encoder.frozen, len(layers))
            for name, module in layers[number].named_modules()
            if isinstance(module, nn.Linear)
        ]

    def take_up(self, known: tuned.Tuned) -> None:
        """Begin where an earlier training ended."""
        for path, module in self.matrices():
            layer, _, part = path.partition(".")
            name = f"l{layer}.{SHORT[part]}.w"
            module.weight.data = torch.from_numpy(known.matrix(name, self.bundled(path).numpy()))
        for path, values in self.encoder.bert.encoder.layer.named_parameters():
            if values.requires_grad and values.dim() == 1:
                values.data = torch.from_numpy(known.tensors[stored_name(path)])
        for name, head in self.heads.items():
            for kind, values in head.named_parameters():
                values.data = torch.from_numpy(known.tensors[f"head.{name}.{kind[0]}"])

    def bundled(self, name: str) -> Tensor:
        """A matrix as it was before training."""
        return self._bundled[name]

    @contextmanager
    def as_stored(self) -> Iterator[None]:
        """The matrices as the file will hold them; gradients found meanwhile are of the full ones."""
        full = {path: module.weight.data for path, module in self.matrices()}
        for path, module in self.matrices():
            module.weight.data = self.bundled(path) + _rounded(module.weight.data - self.bundled(path))
        yield
        for path, module in self.matrices():
            module.weight.data = full[path]

    def loss(self, head: str, batch: Sequence[Example], random: Random) -> Tensor:
        """Of one batch of one head, and of linking the work its words tell."""
        vectors, _, places = self.encoder([one.prompt + one.text for one in batch])
        total = head_loss(head, batch, self.heads[head](self.dropout(vectors)), places)
        spans = [
            (row, _tokens(places[row], len(one.prompt), start, end), code)
            for row, one in enumerate(batch)
            for start, end, code in one.work
        ]
        spans = [one for one in spans if one[1] and names_of(one[2])]
        return total + _LINKS * self._linking(vectors, spans, random) if len(spans) > 1 else total

    def _linking(self, vectors: Tensor, spans: list[tuple[int, list[int], str]], random: Random) -> Tensor:
        """Words in their sentence lie near a name of the occupation they mean."""
        asked = normalize(torch.stack([vectors[row, tokens].mean(0) for row, tokens, _ in spans]), dim=-1)
        codes = [code for _, _, code in spans]
        names = [_some_name(code, random) for code in codes]
        with torch.no_grad():  # names learn from pairs
            answers = self.embed([E5_PROMPTS["document"] + name for name in names])
        same = torch.tensor([[one == other for other in codes] for one in codes])
        return _contrast(asked, answers, same)

    def pair_loss(self, batch: Sequence[Pair]) -> Tensor:
        """What belongs together lies near each other, in both directions."""
        asked = self.embed([E5_PROMPTS["query"] + pair.asked for pair in batch])
        answers = self.embed([E5_PROMPTS["document"] + pair.answer for pair in batch])
        same = torch.tensor([[bool(one.codes & other.codes) for other in batch] for one in batch])
        return (_contrast(asked, answers, same) + _contrast(answers, asked, same)) / 2

    def embed(self, texts: Sequence[str]) -> Tensor:
        """Vectors (texts, hidden) of length 1, as `Pooling` and `Normalize` make them."""
        vectors, mask, _ = self.encoder(texts)
        weights = mask[..., None].float()
        return normalize((vectors * weights).sum(1) / weights.sum(1), dim=-1)


SHORT = {long: name for name, long in PARTS.items()}
"""Name in transformers' BERT → name in the packed file."""


def stored_name(path: str) -> str:
    """The name in the file of a layer's norm or bias (`8.output.LayerNorm.bias` → `l8.oln.b`)."""
    layer, _, part = path.rpartition(".")[0].partition(".")
    return f"l{layer}.{SHORT[part]}.{path.rpartition('.')[2][0]}"


Places = Sequence[Sequence[tuple[int, int]]]
"""Of each text the tokens' half-open offsets, prompt included."""


def head_loss(head: str, batch: Sequence[Example], scores: Tensor, places: Places) -> Tensor:
    """Of a head's scores (texts, tokens, labels): of the words that carry labels, and of the texts as a whole."""
    columns = {label: column for column, label in enumerate(HEADS[head])}
    inside = torch.zeros(scores.shape[:2], dtype=torch.bool)
    wanted, known = torch.zeros_like(scores), torch.ones(len(batch), 1, len(columns))
    whole = torch.zeros(len(batch), len(columns))
    for row, one in enumerate(batch):
        begin = len(one.prompt)
        inside[row, _tokens(places[row], begin, 0, len(one.text))] = True
        for start, end, found in one.words:
            tokens = _tokens(places[row], begin, start, end)
            for label in found:
                wanted[row, tokens, columns[label]] = 1
        for label in one.whole:
            whole[row, columns[label]] = 1
        for label in one.unknown:
            known[row, 0, columns[label]] = 0
    best = scores.masked_fill(~inside[..., None], -30.0).max(1).values
    texts = binary_cross_entropy_with_logits(best, whole, reduction="none") * known[:, 0]
    told = torch.tensor([float(one.words_known) for one in batch])[:, None] * inside
    words = binary_cross_entropy_with_logits(scores, wanted, reduction="none") * known * told[..., None]
    return _TEXT[head] * _mean(texts, len(batch)) + _WORDS * _mean(words, int(told.sum()))


def _tokens(places: Sequence[tuple[int, int]], begin: int, start: int, end: int) -> list[int]:
    """Tokens of a text that begins after its prompt, which lie within half-open offsets into it."""
    return [
        token for token, (a, e) in enumerate(places) if e > begin and e > a and e - begin > start and a - begin < end
    ]


def _rounded(change: Tensor) -> Tensor:
    """What `tuned.rounded` leaves of a change (rows, columns)."""
    near, far = tuned.LEVELS[2:].tolist()
    scales = change.std(1, correction=0, keepdim=True)
    return change.sign() * torch.where(change.abs() >= tuned.BOUNDS[-1] * scales, far * scales, near * scales)


def new_head(hidden: int, labels: int) -> nn.Linear:
    """A head that has learned nothing yet."""
    head = nn.Linear(hidden, labels)
    nn.init.constant_(head.bias, _RARE)
    return head


def _some_name(code: str, random: Random) -> str:
    names = names_of(code)
    return names[0] if random.random() < 0.5 else random.choice(names)


def _contrast(asked: Tensor, answers: Tensor, same: Tensor) -> Tensor:
    """InfoNCE; other right answers of the batch count neither for nor against."""
    likeness = asked @ answers.T / _WARMTH
    others = same & ~torch.eye(len(same), dtype=torch.bool)
    return cross_entropy(likeness.masked_fill(others, -1e4), torch.arange(len(same)))


def _mean(losses: Tensor, count: int) -> Tensor:
    return losses.sum() / max(count, 1)
