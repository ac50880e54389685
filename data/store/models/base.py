"""The declarative base and the columns that recur."""

from datetime import datetime
from typing import Annotated

from sqlalchemy import ForeignKey, Integer, MetaData
from sqlalchemy.orm import DeclarativeBase, mapped_column

from data.store.types import Text, UtcDateTime

Id = Annotated[int, mapped_column(Integer, primary_key=True)]
WardId = Annotated[int, mapped_column(ForeignKey("wards.id"), index=True)]
Instant = Annotated[datetime, mapped_column(UtcDateTime)]


class Base(DeclarativeBase):
    """All tables; constraint names are fixed so that migrations can name them."""

    type_annotation_map = {str: Text}  # noqa: RUF012 - SQLAlchemy reads it from the class
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
