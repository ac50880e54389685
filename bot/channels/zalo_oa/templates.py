"""Template messages by phone number (ZBS, once ZNS): for a person who is reached no other way.

Each costs money and needs a template that Zalo approved; off unless a setting names one. As a
sender its chats are phone numbers: `("zalo_zbs", account)` in `World.senders`.
"""

from datetime import datetime, timedelta

from bot.channels.base import Limits
from bot.channels.zalo_oa.client import Client
from bot.channels.zalo_oa.contents import readable
from bot.channels.zalo_oa.errors import OaError, as_template_error
from data.domain.line import Line
from data.domain.localtime import local
from data.domain.messages import Letter
from data.domain.quota import Quota
from data.domain.splitting import length_of, split_text
from data.domain.window import BY_PHONE
from data.errors import SendError, SendFailure, StoreDownError

NAME = BY_PHONE
LONGEST_FIELD = 200
"""Characters of one parameter; nobody verified how many Zalo takes."""
_AT_NIGHT = -133
_OPENS, _CLOSES = 6, 22
_PER_SECOND = 2.0


class ZaloTemplates:
    """Sends one template to phone numbers. Sending twice shows twice."""

    name = NAME
    resends_safely = False
    quota: Quota | None = None

    def __init__(
        self,
        client: Client,
        account: str,
        template: tuple[str, str],
        wards: frozenset[int] | None = None,
    ) -> None:
        """`template` is its id and the name of its one parameter, which holds the text."""
        self._client = client
        self._template, self._field = template
        self.account = account
        self.wards = wards
        self.limits = Limits(longest_text=20_000, has_buttons=True, has_edits=False, largest_file=0)
        self.line = Line(per_second=_PER_SECOND)

    async def send(self, letter: Letter, now: datetime) -> str:
        """Send a letter's text to its phone number and return Zalo's id. Raises SendError."""
        phone = international(letter.chat.chat)
        if phone is None:
            raise SendError(SendFailure.RECIPIENT_GONE, "no phone number for it")
        if (wait := night_left(now)) is not None:
            raise SendError(SendFailure.THROTTLED, "not at night", wait)
        body = {
            "phone": phone,
            "template_id": self._template,
            "template_data": {self._field: shortened(letter.message.text)},
            "tracking_id": str(letter.id),
        }
        try:
            told = await self._client.post_business("/message/template", now, body)
        except OaError as error:
            failed = as_template_error(error)
            if error.code == _AT_NIGHT:
                failed.retry_after = 3600.0
            raise failed from None
        except StoreDownError as error:
            raise SendError(SendFailure.UNREACHABLE, "our own store is down") from error
        return str(told.get("msg_id") or "")


def international(phone: str) -> str | None:
    """Return a Vietnamese number as the business service wants it, 84 for the leading 0."""
    digits = "".join(filter(str.isdecimal, phone))
    if len(digits) == 10 and digits.startswith("0"):
        return "84" + digits[1:]
    return digits if len(digits) == 11 and digits.startswith("84") else None


def night_left(now: datetime) -> float | None:
    """Return the seconds until templates may be sent; None by day."""
    at = local(now)
    if _OPENS <= at.hour < _CLOSES:
        return None
    opens = at.replace(hour=_OPENS, minute=0, second=0, microsecond=0)
    return ((opens if at < opens else opens + timedelta(days=1)) - at).total_seconds() + 60


def shortened(text: str) -> str:
    """Return a text in one line, cut where a reader would pause."""
    line = " ".join(readable(text).split())
    if length_of(line) <= LONGEST_FIELD:
        return line
    return split_text(line, LONGEST_FIELD - 1)[0] + "…"
