"""Who wants to hear of new matches.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "match_alert",
        sa.Column("account_id", sa.BigInteger(), sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("pace", sa.Enum("daily", "weekly", name="alertpace", native_enum=False, length=32), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index(op.f("ix_match_alert_due_at"), "match_alert", ["due_at"])


def downgrade() -> None:
    op.drop_table("match_alert")
