"""A certificate that an opening requires, as files and the search index write it: `kind:occupation:grade:trade`.

The parts behind the kind may be empty and the trade may be left out. Where an opening says of which trade it is, the
certificates of its own occupation are of that trade too.
"""

from collections.abc import Sequence
from typing import NamedTuple

from data.catalogue import trades
from data.people.profile import CertificateFact
from data.vocabulary import Grade


class RequiredCertificate(NamedTuple):
    """The parts; empty where the opening leaves one open."""

    kind: str
    occupation: str = ""
    grade: str = ""
    trade: str = ""

    def __str__(self) -> str:
        return ":".join(self[:3] if not self.trade else self)

    def of_trade(self, occupation: str, trade: str | None) -> "RequiredCertificate":
        """The same paper, of this trade where it is one of this occupation and does not name its trade."""
        return self._replace(trade=trade) if trade and self.occupation == occupation and not self.trade else self

    def is_given_by(self, paper: CertificateFact) -> bool:
        """Whether somebody who holds `paper` holds what is required; what either leaves open fits."""
        return (
            paper.kind == self.kind
            and (not self.occupation or paper.occupation in (self.occupation, None))
            and not trades.known_to_differ(self.trade or None, paper.trade)
            and (not self.grade or (paper.grade is not None and paper.grade.order >= Grade(self.grade).order))
        )


def parse(required: str) -> RequiredCertificate:
    """The parts of `kind:occupation:grade:trade`."""
    return RequiredCertificate(*required.split(":", 3))


def fill_in_trades(required: Sequence[str], occupation: str, trade: str | None) -> list[str]:
    """The certificates that an opening of this occupation and trade requires, with the trade filled in."""
    return [str(parse(one).of_trade(occupation, trade)) for one in required]
