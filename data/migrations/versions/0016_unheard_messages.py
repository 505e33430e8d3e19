"""Messages that were not understood, kept masked for 90 days with consent.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unheard_message",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("account_id", sa.BigInteger(), sa.ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
        sa.Column("question", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index(op.f("ix_unheard_message_account_id"), "unheard_message", ["account_id"])
    op.create_index(op.f("ix_unheard_message_kept_at"), "unheard_message", ["kept_at"])


def downgrade() -> None:
    op.drop_table("unheard_message")
