"""One call of a method, with what it is about."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.zalo.bot_emulator.refusals import MistakeError
from tests.zalo.emulation.calls import Call

if TYPE_CHECKING:
    from tests.zalo.bot_emulator.accounts import BotAccount
    from tests.zalo.bot_emulator.platform import ZaloBot

LONGEST_TEXT = 2000


@dataclass
class Asked:
    """A call that passed the checks of its parameters' names and types."""

    zalo: "ZaloBot"
    bot: "BotAccount"
    call: Call

    @property
    def params(self) -> dict[str, Any]:
        """The parameters."""
        return self.call.params

    def text(self, name: str, least: int = 1) -> str:
        """Return a text of a length that is allowed."""
        text = self.params.get(name, "")
        utf16 = self.zalo.switches.text_unit == "utf16"
        length = len(text.encode("utf-16-le", "surrogatepass")) // 2 if utf16 else len(text)
        if not least <= length <= LONGEST_TEXT:
            raise MistakeError(f"{name} has {length} characters, {least} to 2000 are allowed")
        if least and not text.strip():
            raise MistakeError(f"{name} is blank")
        return text

    def web_address(self, name: str) -> str:
        """Return an http(s) address."""
        address = self.params.get(name, "")
        if not address.startswith(("http://", "https://")):
            raise MistakeError(f"{name} is not an http(s) address")
        return address
