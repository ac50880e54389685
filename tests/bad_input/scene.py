"""A town at rest in a database file, from which the same work can be begun again and again."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from data.domain.messages import Chat
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.ports import Tick, World
from tests.bad_input.ends import survives_every_end
from tests.bad_input.office import URL, Talk
from tests.cast import Cast


@dataclass
class Scene:
    """A town at rest in a file, and what somebody does next."""

    file: Path
    files: EvidenceStore
    cast: Cast

    async def before(self, work: Callable[[Store], Awaitable[Any]]) -> Any:
        """Let something happen beforehand, undisturbed."""
        store = Store.at(f"sqlite+aiosqlite:///{self.file}")
        result = await work(store)
        await store.close()
        return result

    async def said(self, who: str, text: str = "", *sent: Any, choice: str | None = None) -> str:
        """Let somebody say something beforehand; return what was answered."""

        async def work(store: Store) -> str:
            talk = Talk(store, self.files)
            return await talk.says(self.cast.chat(who), text, *sent, choice=choice)

        answer: str = await self.before(work)
        return answer

    async def turn(self, who: str, raw: dict[str, Any], chat: Chat | None = None) -> int:
        """Cut off one message of somebody at every step; the browser sends it again each time."""

        async def work(store: Store) -> None:
            await Talk(store, self.files).send(chat or self.cast.chat(who), raw, "the-message")

        return await survives_every_end(self.file, work)

    async def tick(self, tick: Tick, now: datetime) -> int:
        """Cut off a round of the clock at every step."""

        async def work(store: Store) -> None:
            await tick(World(store, self.files, public_url=URL), now)

        return await survives_every_end(self.file, work)
