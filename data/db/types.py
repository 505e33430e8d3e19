"""Column types that the tables share."""

from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Enum, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


def timestamp_column(**options: Any) -> Any:
    """A point in time, always with time zone."""
    return Field(sa_type=DateTime(timezone=True), **options)


def json_object() -> Any:
    """A JSON object, empty by default; assign a new object to change it."""
    return Field(default_factory=dict, sa_type=JSONB)


def json_list() -> Any:
    """A JSON list, empty by default; assign a new list to change it."""
    return Field(default_factory=list, sa_type=JSONB)


def text_list() -> Any:
    """A PostgreSQL text array, empty by default."""
    return Field(default_factory=list, sa_type=ARRAY(Text))


def enum_column(vocabulary: type[StrEnum], **options: Any) -> Any:
    """One value of a closed vocabulary, stored as its text value."""
    kind = Enum(vocabulary, native_enum=False, length=32, values_callable=lambda members: [m.value for m in members])
    return Field(sa_type=kind, **options)
