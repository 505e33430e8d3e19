"""What seekers were told unasked, what of it they do not want, and when to look what would bring them more.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_KINDS = ("matches", "wider", "saved", "waiting", "course")


def _kind(**options: object) -> sa.Column:
    kind = sa.Enum(*_KINDS, name="unaskedkind", native_enum=False, length=32)
    return sa.Column("kind", kind, nullable=False, **options)


def upgrade() -> None:
    op.create_table(
        "unasked_notice",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("account_id", sa.BigInteger(), sa.ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
        _kind(),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index(op.f("ix_unasked_notice_account_id"), "unasked_notice", ["account_id"])
    op.create_index(op.f("ix_unasked_notice_at"), "unasked_notice", ["at"])
    op.create_table(
        "unwanted_notice",
        sa.Column("account_id", sa.BigInteger(), sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
        _kind(primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.add_column("match_alert", sa.Column("widen_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE match_alert SET widen_at = due_at + interval '7 days'")
    op.alter_column("match_alert", "widen_at", nullable=False)
    op.create_index(op.f("ix_match_alert_widen_at"), "match_alert", ["widen_at"])
    op.create_index(op.f("ix_opening_live_at"), "opening", ["live_at"])
    op.create_index(op.f("ix_course_live_at"), "course", ["live_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_course_live_at"), "course")
    op.drop_index(op.f("ix_opening_live_at"), "opening")
    op.drop_column("match_alert", "widen_at")
    op.execute("UPDATE match_alert SET pace = 'daily' WHERE pace = 'at_once'")
    op.drop_table("unwanted_notice")
    op.drop_table("unasked_notice")
