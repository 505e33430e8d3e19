"""Indexes for due work and for foreign keys; the reason of an application's event; whom a waiting message speaks of.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

FOREIGN_KEYS = (
    ("agreement", "recorded_by"),
    ("applicationevent", "by"),
    ("applicationquestion", "asked_by"),
    ("broadcast", "author_id"),
    ("course", "created_by"),
    ("delivery", "account_id"),
    ("listingevent", "by"),
    ("membership", "organisation_id"),
    ("opening", "created_by"),
    ("organisation", "decided_by"),
    ("sensitivefact", "consent_id"),
    ("submission", "made_by"),
    ("team_invitation", "made_by"),
)
PLAIN = (("notice", "at"), ("organisation", "name"), ("held_notice", "about_id"))
THROUGH = "state NOT IN ('pending', 'sending')"
LAST_DAY = "least(deadline, expires_at)"
PARTIAL = (
    ("ix_application_unanswered", "application", ["created_at"], "state = 'applied'"),
    ("ix_application_talking", "application", ["changed_at"], "state = 'talking'"),
    ("ix_application_offered", "application", ["held_until"], "state = 'offered'"),
    ("ix_application_signed", "application", ["changed_at"], "state = 'signed'"),
    ("ix_applicationquestion_open", "applicationquestion", ["asked_at"], "answered_at IS NULL"),
    ("ix_chatstate_consent", "chatstate", ["updated_at"], "flow = 'consent'"),
    ("ix_course_last_day", "course", [sa.literal_column(LAST_DAY)], "state IN ('live', 'paused')"),
    ("ix_opening_last_day", "opening", [sa.literal_column(LAST_DAY)], "state IN ('live', 'paused')"),
    ("ix_enrolment_waitlisted", "enrolment", ["course_id", "id"], "state = 'waitlisted'"),
    ("ix_enrolment_coming", "enrolment", ["course_id"], "state IN ('enrolled', 'attending')"),
    ("ix_inbox_through", "inbox", ["received_at"], "state <> 'new'"),
    ("ix_inbox_failed", "inbox", ["person"], "state = 'failed'"),
    ("ix_outbox_through", "outbox", ["sent_at"], THROUGH),
    ("ix_outbox_through_chat", "outbox", ["chat_id"], THROUGH),
    ("ix_outbox_edits", "outbox", ["edits"], "edits IS NOT NULL"),
    ("ix_outbox_about_id", "outbox", ["about_id"], "about_id IS NOT NULL"),
)


def upgrade() -> None:
    op.add_column("applicationevent", sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    op.execute(
        "UPDATE applicationevent SET reason = application.reason FROM application "
        "WHERE application.id = application_id AND applicationevent.state = 'declined'"
    )
    op.execute("UPDATE application SET held_until = NULL WHERE state <> 'offered' AND held_until IS NOT NULL")
    op.execute("UPDATE inbox SET person = 0 WHERE state = 'done' AND person <> 0")
    for table in ("held_notice", "outbox"):
        op.add_column(table, sa.Column("about_id", sa.BigInteger(), nullable=True))
        op.create_foreign_key(op.f(f"fk_{table}_about_id"), table, "account", ["about_id"], ["id"], ondelete="CASCADE")
    for table, column in FOREIGN_KEYS + PLAIN:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    for name, table, columns, where in PARTIAL:
        op.create_index(name, table, columns, postgresql_where=sa.text(where))
    op.create_index("ix_application_opening", "application", ["opening_id", "created_at"])
    op.drop_index(op.f("ix_application_opening_id"), table_name="application")


def downgrade() -> None:
    op.create_index(op.f("ix_application_opening_id"), "application", ["opening_id"])
    op.drop_index("ix_application_opening", table_name="application")
    for name, table, _, _ in PARTIAL:
        op.drop_index(name, table_name=table)
    for table, column in FOREIGN_KEYS + PLAIN:
        op.drop_index(op.f(f"ix_{table}_{column}"), table_name=table)
    for table in ("held_notice", "outbox"):
        op.drop_constraint(op.f(f"fk_{table}_about_id"), table, type_="foreignkey")
        op.drop_column(table, "about_id")
    op.drop_column("applicationevent", "reason")
