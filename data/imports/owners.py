"""Whose listing a row of a file is: any organisation, found or created, or only one of a member's own."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.closed_forms.text import normalise
from data.db.errors import Refusal
from data.imports.schema import OpeningRow, Row
from data.organisations import service as organisations
from data.organisations.service import Organisation
from data.vocabulary import ListingKind, OrganisationKind, OrganisationState


class RowNotImported(Refusal):
    """A row that is left out; `text_id` is its reason."""

    def __init__(self, reason_id: str, **params: object) -> None:
        super().__init__(**params)
        self.text_id = reason_id


def _named(row: Row) -> tuple[str, str | None, ListingKind]:
    """The organisation's name and code, and what it offers."""
    if isinstance(row, OpeningRow):
        return row.enterprise, row.enterprise_code, ListingKind.OPENING
    return row.provider, None, ListingKind.COURSE


class OperatorOwnerResolver:
    """By credit code, else by name; one that is new counts as verified, because an operator brought it."""

    def __init__(self, session: AsyncSession, moment: datetime) -> None:
        self._session = session
        self._moment = moment
        self._known: dict[tuple[str, str | None], Organisation] = {}
        self.created: list[int] = []
        """Ids of those that were not known before."""

    async def resolve(self, row: Row) -> Organisation:
        """The organisation that the row names."""
        name, code, kind = _named(row)
        found = self._known.get((name, code)) or await self._find(name, code)
        if found is None:
            found = Organisation(
                name=name, credit_code=code, city=row.city, district=row.district, state=OrganisationState.VERIFIED,
                created_at=self._moment, decided_at=self._moment,
            )  # fmt: skip
            self._session.add(found)
            await self._session.flush()
            self.created.append(found.id or 0)
        if not organisations.may_offer(found, kind):
            role = OrganisationKind.ENTERPRISE if kind == ListingKind.OPENING else OrganisationKind.PROVIDER
            found.kinds = organisations.in_order([*found.kinds, role])
        self._known[name, code] = found
        return found

    async def _find(self, name: str, code: str | None) -> Organisation | None:
        with self._session.no_autoflush:  # listings that wait to be written name no new organisation
            return await self._lookup(name, code)

    async def _lookup(self, name: str, code: str | None) -> Organisation | None:
        if code is not None:
            by_code = await organisations.by_credit_code(self._session, code)
            if by_code is not None:
                return by_code
        verified = Organisation.state == OrganisationState.VERIFIED
        query = select(Organisation).where(Organisation.name == name, verified).order_by(col(Organisation.id))
        found = (await self._session.exec(query)).all()
        same_name = next((one for one in found if code is None or one.credit_code is None), None)
        if same_name is not None and code is not None:
            same_name.credit_code = code
        return same_name


class MemberOwnerResolver:
    """One of the organisations that a member acts for; nothing is created."""

    def __init__(self, own: Sequence[Organisation]) -> None:
        self._own = own
        self.created: list[int] = []

    async def resolve(self, row: Row) -> Organisation:
        """The member's organisation that the row names.

        Raises:
            RowNotImported: it names another, or one that does not post such listings.
        """
        name, code, kind = _named(row)
        found = next((one for one in self._own if _plain(one.name) == _plain(name)), None)
        if found is None or (code is not None and code != found.credit_code):
            raise RowNotImported("import.reason.not_yours", said=name)
        if not organisations.may_offer(found, kind):
            raise RowNotImported(f"import.reason.not_your_kind_{kind.value}")
        return found


def _plain(name: str) -> str:
    """The name without differences that nobody sees: full-width brackets, blanks."""
    return "".join(normalise(name).split())
