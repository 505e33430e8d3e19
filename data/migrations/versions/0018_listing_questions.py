"""Questions about a listing before anybody applies, and their answers.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "listing_question",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("listing_id", sa.String(), nullable=False),
        sa.Column(
            "organisation_id", sa.BigInteger(), sa.ForeignKey("organisation.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.BigInteger(), sa.ForeignKey("account.id", ondelete="SET NULL"), nullable=True),
    )
    op.create_index(op.f("ix_listing_question_organisation_id"), "listing_question", ["organisation_id"])
    op.create_index(op.f("ix_listing_question_answered_by"), "listing_question", ["answered_by"])
    op.create_index("ix_listing_question_listing", "listing_question", ["listing_id", "answered_at"])
    op.create_index(
        "ix_listing_question_open", "listing_question", ["asked_at"], postgresql_where=sa.text("answered_at IS NULL")
    )
    op.create_table(
        "listing_question_asker",
        sa.Column(
            "question_id", sa.BigInteger(), sa.ForeignKey("listing_question.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("account_id", sa.BigInteger(), sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index(op.f("ix_listing_question_asker_account_id"), "listing_question_asker", ["account_id"])


def downgrade() -> None:
    op.drop_table("listing_question_asker")
    op.drop_table("listing_question")
