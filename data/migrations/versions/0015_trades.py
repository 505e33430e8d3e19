"""The trade of a listing, where one occupation covers several with papers of their own.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_TABLES = ("opening", "course", "listing_index")


def upgrade() -> None:
    for table in _TABLES:
        op.add_column(table, sa.Column("trade", sa.String(), nullable=True))


def downgrade() -> None:
    for table in _TABLES:
        op.drop_column(table, "trade")
