"""Whom to ask for at an organisation for which nobody acts.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("organisation", sa.Column("contact_name", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("organisation", "contact_name")
