"""Tickets to a human.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ticket",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("account_id", sa.BigInteger(), sa.ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("shares_profile", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.BigInteger(), sa.ForeignKey("account.id", ondelete="SET NULL"), nullable=True),
    )
    op.create_index(op.f("ix_ticket_account_id"), "ticket", ["account_id"])
    op.create_index(op.f("ix_ticket_answered_by"), "ticket", ["answered_by"])
    op.create_index("ix_ticket_open", "ticket", ["asked_at"], postgresql_where=sa.text("answered_at IS NULL"))


def downgrade() -> None:
    op.drop_table("ticket")
