"""GMF groups: the OA hears every member's message."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.zalo.emulation.chats import Chat

if TYPE_CHECKING:
    from tests.zalo.oa_emulator.people import Person


@dataclass(eq=False, repr=False)
class Group(Chat):
    """A GMF group."""

    members: list["Person"] = field(default_factory=list)
    expired: bool = False
    has_oa: bool = True
    """Whether the OA is in it."""

    @property
    def ids(self) -> frozenset[str]:
        """Its one id."""
        return frozenset({self.id})
