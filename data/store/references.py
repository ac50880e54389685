"""Which stored files anything still speaks of, so that the others may be swept away."""

import re
from collections.abc import Collection

from sqlalchemy import String, cast, select

from data.domain.reports import EvidenceState
from data.store.models import DialogRow, EvidenceRow, InboxRow, OutboxRow, PlanRow, WebMessageRow
from data.store.sql import Repository

_DIGEST = re.compile(r"[0-9a-f]{64}")
_IS_THERE = EvidenceRow.state != EvidenceState.DESTROYED.value
_AT_ONCE = 500
"""Digests asked for in one query."""


class FileReferences(Repository):
    """Looks through every table that names a file, in every ward."""

    async def among(self, digests: Collection[str]) -> frozenset[str]:
        """Return those of these SHA-256 digests that something refers to."""
        wanted = sorted(set(digests))
        found: set[str] = set()
        for column in (EvidenceRow.sha256, PlanRow.source_sha256):
            for start in range(0, len(wanted), _AT_ONCE):
                some = wanted[start : start + _AT_ONCE]
                query = select(column).where(column.in_(some)).distinct()
                if column is EvidenceRow.sha256:
                    query = query.where(_IS_THERE)
                rows = await self._conn.execute(query)
                found.update(digest for digest in rows.scalars() if digest)
        if rest := set(wanted) - found:
            found |= rest & await self._in_messages()
        return frozenset(found)

    async def is_shown_or_read(self, sha256: str) -> bool:
        """Return whether a file is evidence or a plan's document, in any ward.

        Messages that merely mention it do not count.
        """
        for column, *more in ((EvidenceRow.sha256, _IS_THERE), (PlanRow.source_sha256,)):
            rows = await self._conn.execute(select(column).where(column == sha256, *more).limit(1))
            if rows.first() is not None:
                return True
        return False

    async def _in_messages(self) -> set[str]:
        # Files stand inside JSON there; asked for once a night, so a walk through it does.
        found: set[str] = set()
        for column in (OutboxRow.files, WebMessageRow.body, InboxRow.raw, DialogRow.data):
            words = cast(column, String)
            async with self._conn.stream(select(words).where(words.like("%sha256%"))) as rows:
                async for (text,) in rows:
                    found.update(_DIGEST.findall(text))
        return found
