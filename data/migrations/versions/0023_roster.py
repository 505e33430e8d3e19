"""What a school's list says of a learner: the name, the day of finishing, the number of the certificate.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_PERSONAL = "name IS NOT NULL OR phone IS NOT NULL OR certificate_number IS NOT NULL"


def upgrade() -> None:
    op.add_column("enrolment", sa.Column("name", sa.String(), nullable=True))
    op.add_column("enrolment", sa.Column("completed_on", sa.Date(), nullable=True))
    op.add_column(
        "enrolment", sa.Column("completion_confirmed", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("enrolment", sa.Column("certificate_number", sa.String(), nullable=True))
    op.execute("UPDATE enrolment SET phone = NULL WHERE state IN ('declined', 'withdrawn', 'expired', 'no_show')")
    op.create_index("ix_enrolment_personal", "enrolment", ["changed_at"], postgresql_where=sa.text(_PERSONAL))


def downgrade() -> None:
    op.drop_index("ix_enrolment_personal", "enrolment")
    for column in ("certificate_number", "completion_confirmed", "completed_on", "name"):
        op.drop_column("enrolment", column)
