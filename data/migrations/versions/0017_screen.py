"""What a person last saw, so that their next words can be about it.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("chatstate", sa.Column("screen", postgresql.JSONB(), nullable=False, server_default="{}"))
    op.alter_column("chatstate", "screen", server_default=None)


def downgrade() -> None:
    op.drop_column("chatstate", "screen")
