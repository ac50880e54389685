"""Where updates go: the webhook (getUpdates itself waits, so it is in polling.py)."""

import re
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from aiogram.types import Update

from tests.telegram.emulator.mailbox import OUSTED, Webhook
from tests.telegram.emulator.methods.asked import Asked, method
from tests.telegram.emulator.refusals import MistakeError

_PORTS = (None, 443, 80, 88, 8443)


@method("setWebhook")
def set_webhook(asked: Asked) -> bool:
    """Set where updates are pushed, or take it away with an empty address."""
    url = str(asked.get("url", ""))
    if not url:
        return bool(delete_webhook(asked))
    _check_address(url)
    _check_secret(asked.get("secret_token", ""))
    mailbox = asked.bot.mailbox
    mailbox.end_poll(OUSTED)
    choose_kinds(asked)
    mailbox.webhook = Webhook(
        url,
        asked.get("secret_token", ""),
        asked.get("max_connections", 40),
        asked.get("certificate") is not None,
    )
    _drop_if_asked(asked)
    mailbox.bell.ring()
    return True


@method("deleteWebhook")
def delete_webhook(asked: Asked) -> bool:
    """Take the webhook away."""
    asked.bot.mailbox.webhook = None
    _drop_if_asked(asked)
    return True


@method("getWebhookInfo")
def get_webhook_info(asked: Asked) -> dict[str, Any]:
    """Tell how the webhook fares."""
    mailbox = asked.bot.mailbox
    hook = mailbox.webhook or Webhook("")
    info = {
        "url": hook.url,
        "has_custom_certificate": hook.has_certificate,
        "pending_update_count": len(mailbox.waiting),
        "max_connections": hook.max_connections if hook.url else None,
        "ip_address": "127.0.0.1" if hook.url else None,
        "last_error_date": hook.last_error_date,
        "last_error_message": hook.last_error,
        "allowed_updates": sorted(mailbox.allowed) if mailbox.allowed is not None else None,
    }
    return {key: value for key, value in info.items() if value is not None}


def choose_kinds(asked: Asked) -> None:
    """Remember the kinds of updates that are wanted: not given means as before."""
    kinds = asked.params.get("allowed_updates")
    if kinds is not None:
        if strange := set(kinds) - set(Update.model_fields):
            raise MistakeError(f"there are no updates of the kinds {sorted(strange)}")
        asked.bot.mailbox.allowed = frozenset(kinds) if kinds else None


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme == "http" and _is_this_machine(parts.hostname or ""):
        return
    if parts.scheme != "https":
        raise MistakeError("bad webhook: An HTTPS URL must be provided for webhook")
    if parts.port not in _PORTS:
        ports = "80, 88, 443 or 8443"
        raise MistakeError(f"bad webhook: Webhook can be set up only on ports {ports}")


def _is_this_machine(host: str) -> bool:
    """Whether a test listens there: the real service would want HTTPS from it too."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_secret(secret: str) -> None:
    if len(secret) > 256:
        raise MistakeError("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise MistakeError("secret token contains unallowed characters")


def _drop_if_asked(asked: Asked) -> None:
    if asked.get("drop_pending_updates"):
        asked.bot.mailbox.waiting.clear()
