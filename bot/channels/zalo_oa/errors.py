"""What went wrong between us and Zalo, and what that means for a message.

An answer is HTTP 200 also when it says no: `error` other than 0. No
detail holds a token, an address or a person's words.
"""

from enum import StrEnum

from data.domain.window import NO_MONEY, OUTSIDE_WINDOW, WOULD_COST
from data.errors import SendError, SendFailure

TOKEN_CODES = frozenset({-216, -220, -124})
"""The access token is not (or no longer) known: renew it once, and ask again."""
BUTTONS_CODE = -201
"""Invalid parameters: on a message with buttons perhaps the buttons."""
EXPIRED_UPLOAD = -100
NOT_THIS_TYPE = -233
_UNSAID_WAIT = 30.0
_WINDOW = SendFailure.REFUSED


class Trouble(StrEnum):
    """What went wrong."""

    UNREACHABLE = "unreachable"  # provably never left
    UNCERTAIN = "no answer"  # accepted perhaps
    STRANGE_ANSWER = "strange answer"  # a page of something in between, not of Zalo
    THROTTLED = "throttled"
    SAID_NO = "said no"  # with a code
    NOT_CONNECTED = "no token yet"
    TOKEN_REFUSED = "token refused"  # noqa: S105 - a word, no token
    BUSY = "the token is being renewed"


class OaError(Exception):
    """A call to Zalo that brought nothing."""

    def __init__(self, trouble: Trouble, detail: str = "", code: int | None = None) -> None:
        """`detail` is short and ours; `code` is Zalo's."""
        super().__init__(f"{trouble} {code if code is not None else detail}".strip())
        self.trouble = trouble
        self.detail = detail
        self.code = code


_OF_TROUBLE = {
    Trouble.UNREACHABLE: SendFailure.UNREACHABLE,
    Trouble.UNCERTAIN: SendFailure.UNCERTAIN,
    Trouble.STRANGE_ANSWER: SendFailure.MISCONFIGURED,
    Trouble.THROTTLED: SendFailure.THROTTLED,
    Trouble.NOT_CONNECTED: SendFailure.MISCONFIGURED,
    Trouble.TOKEN_REFUSED: SendFailure.MISCONFIGURED,
    Trouble.BUSY: SendFailure.UNREACHABLE,
}
_OF_CODE: dict[int, tuple[SendFailure, str]] = {
    -32: (SendFailure.THROTTLED, ""),
    -218: (SendFailure.THROTTLED, ""),
    -200: (SendFailure.UNREACHABLE, "the sending failed at Zalo"),
    -210: (SendFailure.TOO_LONG, ""),
    -213: (SendFailure.RECIPIENT_GONE, "follows no more"),
    -217: (SendFailure.RECIPIENT_GONE, "blocked"),
    -244: (SendFailure.RECIPIENT_GONE, "blocked"),
    -230: (_WINDOW, OUTSIDE_WINDOW),
    -232: (_WINDOW, OUTSIDE_WINDOW),
    -305: (_WINDOW, OUTSIDE_WINDOW),
    -311: (_WINDOW, WOULD_COST),
    -211: (SendFailure.REFUSED, NO_MONEY),
    -320: (SendFailure.REFUSED, NO_MONEY),
    -321: (SendFailure.REFUSED, NO_MONEY),
    # The group is gone; the account is as it was.
    -237: (SendFailure.RECIPIENT_GONE, "the group has expired"),
    -238: (SendFailure.RECIPIENT_GONE, "the group has no asset"),
    -241: (SendFailure.RECIPIENT_GONE, "the group has no asset"),
    -403: (SendFailure.RECIPIENT_GONE, "not in the group"),
}
_ACCOUNT_IS_WRONG = frozenset(
    # Deleted, inactive, not authorised, disabled, unverified, without its package or proof.
    {-202, -204, -205, -209, -212, -219, -221, -223, -224, -227, -235, -240, -242, 404}
)
_OF_TEMPLATE: dict[int, tuple[SendFailure, str]] = {
    -108: (SendFailure.RECIPIENT_GONE, "no phone number for it"),
    -118: (SendFailure.RECIPIENT_GONE, "no Zalo behind the number"),
    -119: (SendFailure.RECIPIENT_GONE, "the person takes none"),
    -139: (SendFailure.RECIPIENT_GONE, "the person takes none"),
    -141: (SendFailure.RECIPIENT_GONE, "the person takes none"),
    -115: (SendFailure.REFUSED, NO_MONEY),
    -131: (SendFailure.MISCONFIGURED, "the template is not approved"),
    -133: (SendFailure.THROTTLED, "not at night"),
    -144: (SendFailure.REFUSED, "today's templates are used up"),
    -147: (SendFailure.REFUSED, "the template's quota is used up"),
}


def as_send_error(error: OaError, *, to_group: bool = False) -> SendError:
    """Return what an error of the OpenAPI means for a message."""
    if error.trouble is not Trouble.SAID_NO or error.code is None:
        return _by_trouble(error)
    if to_group and error.code == -224:
        # Only groups need that package: everybody else goes on to be reached.
        return SendError(SendFailure.RECIPIENT_GONE, "groups need another package")
    return _by_code(error.code, _OF_CODE)


def as_template_error(error: OaError) -> SendError:
    """Return what an error of the business service means for a template message."""
    if error.trouble is not Trouble.SAID_NO or error.code is None:
        return _by_trouble(error)
    return _by_code(error.code, {**_OF_CODE, **_OF_TEMPLATE})


def _by_trouble(error: OaError) -> SendError:
    failure = _OF_TROUBLE.get(error.trouble, SendFailure.REFUSED)
    wait = _UNSAID_WAIT if failure is SendFailure.THROTTLED else None
    return SendError(failure, str(error), retry_after=wait)


def _by_code(code: int, known: dict[int, tuple[SendFailure, str]]) -> SendError:
    if code in TOKEN_CODES or (code in _ACCOUNT_IS_WRONG and code not in known):
        return SendError(
            SendFailure.MISCONFIGURED, _named(code, "token" if code in TOKEN_CODES else "")
        )
    failure, detail = known.get(code, (SendFailure.REFUSED, ""))
    wait = _UNSAID_WAIT if failure is SendFailure.THROTTLED else None
    is_told = detail in (OUTSIDE_WINDOW, WOULD_COST, NO_MONEY)
    return SendError(failure, detail if is_told else _named(code, detail), retry_after=wait)


def _named(code: int, detail: str) -> str:
    return f"{detail} (error {code})" if detail else f"error {code}"
