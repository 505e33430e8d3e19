"""What an offered place comes with, and what the apprentice says to a paper that was entered.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "offer_terms",
        sa.Column(
            "application_id", sa.BigInteger(), sa.ForeignKey("application.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("account_id", sa.BigInteger(), sa.ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("wage_min", sa.Integer(), nullable=False),
        sa.Column("wage_max", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("ask_for", sa.String(), nullable=True),
        sa.Column("bring", sa.String(), nullable=True),
    )
    op.create_index(op.f("ix_offer_terms_account_id"), "offer_terms", ["account_id"])
    op.add_column("agreement", sa.Column("confirmed", sa.Boolean(), nullable=True))


def downgrade() -> None:
    op.drop_column("agreement", "confirmed")
    op.drop_table("offer_terms")
