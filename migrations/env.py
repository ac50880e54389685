"""Runs migrations over the connection that `data.store.migration` hands in, inside its transaction."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import TypeDecorator


def _plain(kind: str, value: Any, _context: AutogenContext) -> str | Literal[False]:
    # A migration names plain column types: what our own types become later must not change it.
    if kind == "type" and isinstance(value, TypeDecorator):
        return f"sa.{value.impl_instance!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=context.config.attributes["metadata"],
    render_item=_plain,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
