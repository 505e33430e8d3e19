"""What is known of a seeker, in the shape `shitu understand` prints and `--facts` reads.

`None` and empty lists mean "not said"; unknown is never "no".
"""

from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from data.catalogue import trades
from data.vocabulary import CertificateKind, Constraint, Education, Grade, Intent, Language, ProfileQuestion

PlaceRole = Literal["lives", "prefers", "excludes"]
OccupationRole = Literal["did", "wants", "rejects"]


class _Fact(BaseModel):
    model_config = ConfigDict(extra="forbid")


class EducationFact(_Fact):
    level: Education
    sure: bool = True


class MajorFact(_Fact):
    name: str
    """As the person said it."""
    codes: list[str] = Field(default_factory=list)
    """Candidates of the vocational catalogue; empty for majors it does not hold."""


class PlaceFact(_Fact):
    code: str
    """Six-digit division code; 210000 is anywhere in the province. With `candidates`, the first of them."""
    name: str
    city: str
    role: PlaceRole
    sure: bool = True
    candidates: list[str] = Field(default_factory=list)
    """Two or more division codes when the name fits several and the person must be asked; else empty."""


class OccupationFact(_Fact):
    code: str
    name: str
    role: OccupationRole
    years: float | None = None
    score: float = 1.0
    """How sure the reading is, 0 to 1."""
    trade: str | None = None
    """The trade of the occupation, where it was said and must be told apart (`data.catalogue.trades`)."""

    def same_work(self, other: "OccupationFact") -> bool:
        """Whether both may mean the same work: one occupation, and no two different trades of it."""
        return self.code == other.code and not trades.known_to_differ(self.trade, other.trade)

    def covers(self, other: "OccupationFact") -> bool:
        """Whether what is said of this work holds for all that the other one means."""
        return self.code == other.code and self.trade in (None, other.trade)


class CertificateFact(_Fact):
    kind: CertificateKind
    occupation: str | None = None
    """Occupation code, null when the person did not say of what."""
    grade: Grade | None = None
    has: bool = True
    """False when said to be missing, expired or still pending."""
    name: str | None = None
    trade: str | None = None
    """The trade of the occupation that it is for, where it was said and must be told apart."""


class GroupFact(_Fact):
    id: str
    """A `grp.*` id of the policy rows."""
    sure: bool = True
    """False when only hinted: to be asked, never asserted."""


class SaidAct(_Fact):
    """One thing that a message does."""

    act: str
    """Of `matching.language.acts`."""
    kind: str
    """ask, do, tell, report or social."""
    about: str = ""
    """The number of the entry that it is about, where the words name one; else one of the act's closed list."""
    value: float | None = None
    """The figure that it sets."""
    confidence: float
    words: str = ""
    """What does it."""


class UnclearWork(_Fact):
    """Work that was told in words which may mean several occupations, or one that is not certain."""

    words: str
    role: OccupationRole
    years: float | None = None
    candidates: list[str]
    """One to three occupation codes, likeliest first."""


class Facts(_Fact):
    """Everything said so far by (or about) one seeker."""

    age: int | None = None
    education: EducationFact | None = None
    majors: list[MajorFact] = Field(default_factory=list)
    places: list[PlaceFact] = Field(default_factory=list)
    occupations: list[OccupationFact] = Field(default_factory=list)
    certificates: list[CertificateFact] | None = None
    """`[]` means the person said there is none; `None` means not said."""
    groups: list[GroupFact] = Field(default_factory=list)
    wage_min: int | None = None
    """Yuan a month, the lowest the person would take."""
    constraints: list[Constraint] = Field(default_factory=list)
    skills: list[str] = Field(default_factory=list)


class Understanding(Facts):
    """One message, read. Holds only what this message says (plus what is worth asking next)."""

    language: Language = Language.ZH
    intent: Intent = Intent.ANSWER
    ask_next: list[ProfileQuestion] = Field(default_factory=list)
    lifted: list[Constraint] = Field(default_factory=list)
    """Needs the person gives up (夜班也行): they end what an earlier message asked for."""
    instead: bool = False
    """The places and wishes named take the place of earlier ones (改成大连)."""
    any_wage: bool = False
    """The wage asked for earlier no longer counts (钱少点也行)."""
    years: float | None = None
    """How long the work of an earlier message lasted (一共干了九年)."""

    acts: list[SaidAct] = Field(default_factory=list)
    """What the message does, in the order of its words."""
    unclear_work: list[UnclearWork] = Field(default_factory=list)
    """What has to be asked before it counts."""

    BETWEEN_MESSAGES: ClassVar[frozenset[str]] = frozenset({"lifted", "instead", "any_wage", "years"})
    """Fields that only change what earlier messages said."""

    def says_something(self) -> bool:
        """Whether anything of the person was understood, or anything said earlier changes."""
        return self.facts() != Facts() or bool(self.lifted) or self.any_wage or self.years is not None

    def facts(self) -> Facts:
        """The facts alone, without the reading's language, intent and questions."""
        return Facts(**self.model_dump(include=set(Facts.model_fields)))
