"""Listings carry a version and what the law check doubted; the history names the fields.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

LISTINGS = ("opening", "course")


def upgrade() -> None:
    for table in LISTINGS:
        op.add_column(table, sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
        op.add_column(table, sa.Column("doubts", JSONB(), nullable=False, server_default="[]"))
        op.alter_column(table, "version", server_default=None)
        op.alter_column(table, "doubts", server_default=None)
    op.add_column("listingevent", sa.Column("fields", ARRAY(sa.Text()), nullable=False, server_default="{}"))
    op.alter_column("listingevent", "fields", server_default=None)


def downgrade() -> None:
    op.drop_column("listingevent", "fields")
    for table in LISTINGS:
        op.drop_column(table, "doubts")
        op.drop_column(table, "version")
