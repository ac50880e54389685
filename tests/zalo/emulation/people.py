"""People with a phone: what they see."""

import re
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from tests.emulation.waiting import PATIENCE
from tests.zalo.emulation.chats import Chat, Message

if TYPE_CHECKING:
    from tests.zalo.emulation.world import World


class Watcher:
    """Somebody who looks at a screen; what they do is for each service to say."""

    world: "World"
    name: str
    acted = 0
    """The moment of the last thing they did: what is heard later is new."""

    def screen(self, where: Any = None) -> Chat:
        """Return the chat to look at: with the account, or a group."""
        raise NotImplementedError

    def acts(self) -> None:
        """Note that they did something."""
        self.acted = self.world.next_moment()

    @property
    def messages(self) -> list[Message]:
        """What is on the screen."""
        return self.screen().messages

    @property
    def said(self) -> list[Message]:
        """What the bot or OA said to them."""
        return self.screen().said

    @property
    def last(self) -> Message:
        """The newest message on the screen."""
        return self.screen().last

    def hears(
        self, wanted: "str | re.Pattern[str]", timeout: float = PATIENCE, *, chat: Any = None
    ) -> Coroutine[Any, Any, Message]:
        """Wait until this is said after the last thing they did: `await` it."""
        seen, since = self.screen(chat), self.acted
        return self.world.until(
            lambda: seen.heard(wanted, since), timeout, lambda: seen.missing(wanted)
        )

    def wait_for(
        self, wanted: "str | re.Pattern[str]", timeout: float = PATIENCE, *, chat: Any = None
    ) -> Message:
        """Wait in a thread for what `hears` awaits."""
        seen, since = self.screen(chat), self.acted
        return self.world.wait_until(
            lambda: seen.heard(wanted, since), timeout, lambda: seen.missing(wanted)
        )
