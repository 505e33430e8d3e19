"""Runs the migrations against the URL that `data.db.engine.upgrade` hands over."""

from alembic import context
from sqlalchemy import create_engine, make_url, pool

from data.schema import metadata

url = make_url(context.config.attributes["url"]).set(drivername="postgresql+psycopg")
engine = create_engine(url, poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
