"""Links by which listings are shared, with the number of openings.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "share_link",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("listing_id", sa.String(), nullable=False),
        sa.Column("way", sa.Enum("link", "poster", "inline", name="way", native_enum=False, length=32), nullable=False),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_share_link")),
        sa.UniqueConstraint("listing_id", "way", name=op.f("uq_share_link_listing_id_way")),
    )


def downgrade() -> None:
    op.drop_table("share_link")
