"""Who reads an upload, and when it is tried again.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("upload", sa.Column("reader", sa.BigInteger(), nullable=True))
    op.add_column("upload", sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE upload SET due_at = created_at")
    op.alter_column("upload", "due_at", nullable=False)


def downgrade() -> None:
    op.drop_column("upload", "due_at")
    op.drop_column("upload", "reader")
