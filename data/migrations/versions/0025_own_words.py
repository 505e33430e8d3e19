"""What an applicant says of themselves and of their numbers, and when the enterprise opened the application.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("application", "enrolment"):
        op.add_column(table, sa.Column("second_phone", sa.String(), nullable=True))
        op.add_column(table, sa.Column("phone_note", sa.String(), nullable=True))
    op.add_column("application", sa.Column("introduction", sa.String(), nullable=True))
    op.add_column("application", sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("application", "seen_at")
    op.drop_column("application", "introduction")
    for table in ("enrolment", "application"):
        op.drop_column(table, "phone_note")
        op.drop_column(table, "second_phone")
