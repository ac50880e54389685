"""The authorisation service: access tokens of 25 hours, refresh tokens of one use."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.zalo.emulation.clocks import DAY, MINUTE
from tests.zalo.oa_emulator.refusals import RefusedError

if TYPE_CHECKING:
    from tests.zalo.oa_emulator.account import ZaloOA

ACCESS_LASTS = 90_000.0
REFRESH_LASTS = 90 * DAY
CODE_LASTS = 10 * MINUTE


@dataclass
class Pair:
    """Two tokens that were given out together."""

    access_token: str
    refresh_token: str
    since: float
    refreshed: bool = False
    """Whether the refresh token was used."""
    dead: bool = False
    """Whether the access token was taken back."""

    def json(self) -> dict[str, str]:
        """Return the answer of the authorisation service; the seconds are a string."""
        return {
            "access_token": self.access_token,
            "refresh_token": self.refresh_token,
            "expires_in": str(int(ACCESS_LASTS)),
        }


class OAuthError(Exception):
    """The authorisation service says no."""

    def __init__(self, code: int, name: str) -> None:
        super().__init__(name)
        self.code = code
        self.name = name


@dataclass(eq=False)
class TokenDesk:
    """Gives tokens out, and knows them again."""

    oa: "ZaloOA"
    pairs: list[Pair] = field(default_factory=list)
    codes: dict[str, tuple[str, float]] = field(default_factory=dict)

    def mint(self) -> Pair:
        """Make a pair, as the API Explorer does by hand."""
        now = self.oa.clock.now()
        pair = Pair(secrets.token_urlsafe(48), secrets.token_urlsafe(48), now)
        self.pairs.append(pair)
        return pair

    def new_code(self, challenge: str) -> str:
        """Return a code for a pair, good once and for ten minutes."""
        code = secrets.token_urlsafe(24)
        self.codes[code] = (challenge, self.oa.clock.now())
        return code

    def exchange(self, params: dict[str, Any]) -> Pair:
        """Give a pair for a code."""
        challenge, since = self.codes.pop(params.get("code", ""), ("", 0.0))
        verifier = params.get("code_verifier", "").encode()
        hashed = base64.urlsafe_b64encode(hashlib.sha256(verifier).digest()).rstrip(b"=")
        late = self.oa.clock.now() - since > CODE_LASTS
        if late or (challenge and hashed.decode() != challenge):
            raise OAuthError(self.oa.switches.refused_oauth, "Invalid code")
        return self.mint()

    def refresh(self, params: dict[str, Any]) -> Pair:
        """Give a new pair for a refresh token, which is used up at once."""
        for pair in self.pairs:
            late = self.oa.clock.now() - pair.since > REFRESH_LASTS
            if pair.refresh_token == params.get("refresh_token") and not (pair.refreshed or late):
                pair.refreshed = True
                pair.dead = self.oa.switches.old_access_token == "dead"
                return self.mint()
        raise OAuthError(self.oa.switches.reused_refresh_token, "Invalid refresh token")

    def check(self, token: str, invalid: int = -216) -> None:
        """Refuse a token that is unknown, taken back or too old."""
        pair = next((pair for pair in self.pairs if pair.access_token == token), None)
        if pair is None or pair.dead:
            raise RefusedError(invalid)
        if self.oa.clock.now() - pair.since > ACCESS_LASTS:
            raise RefusedError(-220 if invalid == -216 else invalid)

    def expires(self) -> None:
        """Let all access tokens be too old; the refresh tokens stay good."""
        for pair in self.pairs:
            pair.since -= ACCESS_LASTS + 1

    def revokes(self) -> None:
        """Take everything back: an administrator must authorise anew."""
        for pair in self.pairs:
            pair.dead = pair.refreshed = True
