"""People of an organisation with a role and the name they give themselves; invitations and requests to be let in.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("membership", sa.Column("role", sa.String(32), nullable=False, server_default="admin"))
    op.add_column("membership", sa.Column("name", sa.String(), nullable=False, server_default=""))
    op.alter_column("membership", "role", server_default=None)
    op.alter_column("membership", "name", server_default=None)
    op.create_table(
        "team_invitation",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_team_invitation_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["account.id"], name=op.f("fk_team_invitation_made_by"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_team_invitation_token_hash")),
    )  # fmt: skip
    op.create_index(op.f("ix_team_invitation_organisation_id"), "team_invitation", ["organisation_id"])
    op.create_table(
        "admission_request",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("admitted", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_admission_request_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_admission_request_account_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admission_request")),
    )  # fmt: skip
    op.create_index(op.f("ix_admission_request_organisation_id"), "admission_request", ["organisation_id"])
    op.create_index(op.f("ix_admission_request_account_id"), "admission_request", ["account_id"])


def downgrade() -> None:
    op.drop_table("admission_request")
    op.drop_table("team_invitation")
    op.drop_column("membership", "name")
    op.drop_column("membership", "role")
