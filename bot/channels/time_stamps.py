"""Asks a time-stamping authority. Source: RFC 3161, sections 2.4 and 3.4.

Only whether it answers what was asked is looked at here: `openssl ts -verify` judges the stamp,
with the authority's own certificate.
"""

import secrets

import httpx

from data.errors import StampError
from data.texts import dossier as words

_LONGEST = 20.0
"""Seconds: a dossier does without rather than wait."""
_LARGEST = 1 << 20
_SHA256 = bytes.fromhex("300d06096086480165030402010500")
"""The algorithm's identifier, as DER."""


class HttpStamper:
    """An authority reached over http."""

    def __init__(self, url: str) -> None:
        self._url = url

    def stamp(self, digest: bytes) -> bytes:
        """Return the authority's answer about a SHA-256. Raises StampError."""
        nonce = b"\1" + secrets.token_bytes(8)
        try:
            answer = httpx.post(
                self._url,
                content=_question(digest, nonce),
                headers={"Content-Type": "application/timestamp-query"},
                timeout=_LONGEST,
            )
        except httpx.HTTPError as error:
            raise StampError(words.stamper_unreachable()) from error
        content = answer.content
        is_about_it = digest in content and nonce in content
        if answer.status_code != 200 or not is_about_it or len(content) > _LARGEST:
            raise StampError(words.stamper_refused())
        return content


def _question(digest: bytes, nonce: bytes) -> bytes:
    """Return the request: version 1, the digest, the nonce, and that certificates are wanted."""
    imprint = _der(0x30, _SHA256 + _der(0x04, digest))
    return _der(0x30, _der(0x02, b"\1") + imprint + _der(0x02, nonce) + _der(0x01, b"\xff"))


def _der(tag: int, content: bytes) -> bytes:
    """Return a value of less than 128 bytes with its tag and length."""
    return bytes((tag, len(content))) + content
