"""The tables in the code and the tables that the migrations make are the same."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

from data.schema import metadata


def test_the_migrations_make_the_tables_that_the_code_declares(database_url: str) -> None:
    engine = create_engine(make_url(database_url).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences: list[Any] = list(compare_metadata(context, metadata))
    engine.dispose()
    assert differences == []
