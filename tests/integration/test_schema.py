"""The tables in the code and the tables that the migrations make are the same."""

from collections.abc import Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import UniqueConstraint, create_engine
from sqlalchemy.engine import make_url

from data.schema import metadata
from tests import databases
from tests.conftest import copy


@pytest.fixture
def migrated(server: str) -> Iterator[str]:
    """A database as the migrations leave it."""
    yield from copy(server, databases.template(server), "_migrated")


def test_the_migrations_make_the_tables_that_the_code_declares(migrated: str) -> None:
    engine = create_engine(make_url(migrated).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences: list[Any] = list(compare_metadata(context, metadata))
    engine.dispose()
    assert differences == []


def test_every_foreign_key_has_an_index_that_begins_with_it() -> None:
    """Without one, deleting the row that is pointed at reads the whole table."""
    missing = []
    for table in metadata.sorted_tables:
        indexed = [[column.name for column in table.primary_key.columns]]
        indexed += [
            [column.name for column in rule.columns] for rule in table.constraints if isinstance(rule, UniqueConstraint)
        ]
        for index in table.indexes:
            names = [getattr(expression, "name", None) for expression in index.expressions]
            where = index.dialect_options["postgresql"]["where"]
            if where is None or str(where) == f"{names[0]} IS NOT NULL":  # NULL points at nothing
                indexed.append(names)
        missing += [
            f"{table.name}.{key.column_keys}"
            for key in table.foreign_key_constraints
            if not any(names[: len(key.columns)] == list(key.column_keys) for names in indexed)
        ]
    assert missing == []
