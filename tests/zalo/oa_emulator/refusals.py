"""Answers with an error, which come with HTTP 200."""

SAID = {
    -32: "Application has reached its rate limit",
    -100: "Attachment is expired",
    -108: "Phone number is invalid",
    -112: "Template data is invalid",
    -115: "Not enough money",
    -118: "Zalo account does not exist",
    -119: "The account cannot receive this message",
    -124: "Access token is invalid",
    -127: "Test messages go to administrators only",
    -131: "Template is not approved",
    -133: "Not allowed at night",
    -144: "Daily quota is used up",
    -201: "Params is invalid",
    -210: "Parameter exceeds its limit",
    -211: "Out of quota",
    -213: "User has not followed the official account",
    -216: "Access token is invalid",
    -217: "User has blocked the official account",
    -220: "Access token has expired",
    -224: "The official account needs another package",
    -230: "User has not interacted with the official account in the past 7 days",
    -232: "User has not interacted with the official account, or the interaction is too old",
    -233: "Type is not supported",
    -237: "Group has expired",
    -242: "appsecret_proof is invalid",
    -244: "User has blocked this kind of message",
    -321: "The ZCA account has not enough money",
    -403: "The official account is not in this group",
    404: "Empty api",
}


class RefusedError(Exception):
    """The service says no."""

    def __init__(self, code: int, why: str = "") -> None:
        self.code = code
        self.message = f"{SAID[code]}. {why}" if why else SAID[code]
        super().__init__(self.message)


class MistakeError(RefusedError):
    """A refusal that a correct client never gets: it is also listed as a violation."""

    def __init__(self, why: str, code: int = -201) -> None:
        super().__init__(code, why)


def only(given: object, required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict:
    """Return an object that has these members and no other."""
    if not isinstance(given, dict):
        raise MistakeError("an object was expected")
    for name in required:
        if name not in given:
            raise MistakeError(f"{name} is missing")
    if unknown := set(given) - set(required) - set(optional):
        raise MistakeError(f"there is no {', '.join(sorted(unknown))} here")
    return given


def text_of(given: object, name: str, longest: int = 2000) -> str:
    """Return a text that is there and not too long."""
    if not isinstance(given, str) or not given.strip():
        raise MistakeError(f"{name} must be a text")
    if len(given.encode("utf-16-le")) // 2 > longest:
        raise MistakeError(f"{name} is too long", code=-210)
    return given
