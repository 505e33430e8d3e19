"""Verification that runs out: its last day, what is handed in again, and the licence as Telegram's reference.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organisation", sa.Column("recheck_due", sa.Date(), nullable=True))
    op.create_index(op.f("ix_organisation_recheck_due"), "organisation", ["recheck_due"])
    # who was verified long ago hears of it a month before, like everybody
    op.execute(
        "UPDATE organisation SET recheck_due = greatest(decided_at + interval '6 months', now() + interval '30 days')"
        " WHERE state = 'verified' AND id IN (SELECT organisation_id FROM membership)"
    )
    op.create_table(
        "licence",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("file_id", sa.String(), nullable=False),
        sa.Column("shown", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delete_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_licence_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_licence")),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("said", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_submission_organisation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["account.id"], name=op.f("fk_submission_made_by"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    op.create_index(op.f("ix_submission_organisation_id"), "submission", ["organisation_id"])


def downgrade() -> None:
    op.drop_table("submission")
    op.drop_table("licence")
    op.drop_column("organisation", "recheck_due")
