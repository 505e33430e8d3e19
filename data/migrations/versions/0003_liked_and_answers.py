"""Listings of which somebody wants more; in search, weekly hours and how reliably an organisation answers.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "liked",
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("listing_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_liked_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "listing_id", name=op.f("pk_liked")),
    )
    op.add_column("listing_index", sa.Column("hours_week", sa.Float(), nullable=True))
    op.add_column("listing_index", sa.Column("answer_rate", sa.Float(), nullable=False, server_default="0.75"))
    op.alter_column("listing_index", "answer_rate", server_default=None)
    op.execute(
        "UPDATE listing_index SET hours_week = opening.hours_week FROM opening WHERE opening.id = listing_index.listing_id"
    )


def downgrade() -> None:
    op.drop_column("listing_index", "answer_rate")
    op.drop_column("listing_index", "hours_week")
    op.drop_table("liked")
