"""All tables in one place, for migrations and for whoever needs the whole schema."""

from sqlmodel import SQLModel

metadata = SQLModel.metadata
