"""Shortlist, questions before an answer, interviews, dated papers of an apprenticeship.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("application", sa.Column("starred", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("application", "starred", server_default=None)
    op.add_column("application", sa.Column("objected_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "applicationquestion",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("asked_by", sa.BigInteger(), nullable=True),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_applicationquestion_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_applicationquestion_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["account.id"], name=op.f("fk_applicationquestion_asked_by_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applicationquestion")),
    )
    op.create_index(op.f("ix_applicationquestion_application_id"), "applicationquestion", ["application_id"])
    op.create_index(op.f("ix_applicationquestion_account_id"), "applicationquestion", ["account_id"])
    op.create_table(
        "interview",
        sa.Column("application_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column(
            "answer",
            sa.Enum("asked", "coming", "moving", name="meetinganswer", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("arranged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_interview_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_interview_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_interview")),
    )
    op.create_index(op.f("ix_interview_account_id"), "interview", ["account_id"])
    op.create_index(op.f("ix_interview_at"), "interview", ["at"])
    op.create_table(
        "agreement",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("opening_id", sa.String(), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "paper",
            sa.Enum("contract", "training", "school", name="paper", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["opening_id"], ["opening.id"], name=op.f("fk_agreement_opening_id_opening"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["application.id"],
            name=op.f("fk_agreement_application_id_application"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["account.id"], name=op.f("fk_agreement_recorded_by_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement")),
    )
    op.create_index(op.f("ix_agreement_application_id"), "agreement", ["application_id"])
    op.create_index(
        "uq_agreement_paper",
        "agreement",
        ["opening_id", "application_id", "paper"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )


def downgrade() -> None:
    op.drop_table("agreement")
    op.drop_table("interview")
    op.drop_table("applicationquestion")
    op.drop_column("application", "objected_at")
    op.drop_column("application", "starred")
