"""The methods about the webhook."""

import ipaddress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.zalo.bot_emulator.accounts import Webhook
from tests.zalo.bot_emulator.events import push_headers, webhook_test
from tests.zalo.bot_emulator.methods.asked import Asked
from tests.zalo.bot_emulator.refusals import MistakeError, RefusedError
from tests.zalo.emulation.postman import Parcel

if TYPE_CHECKING:
    from tests.zalo.bot_emulator.platform import ZaloBot

_HINTS = {
    "webhook.ok": "Your endpoint responded successfully.",
    "webhook.err.tls": "Check the certificate of your endpoint.",
    "webhook.err.unreachable": "Your endpoint could not be reached.",
}
_OTHER_HINT = (
    "Check WAF / Cloudflare rules, any IP allowlist, and that "
    'the User-Agent "Java/<version>" is permitted.'
)


async def set_webhook(asked: Asked) -> Any:
    """Keep an address, whatever the check of it says."""
    secret = asked.params["secret_token"]
    if not 8 <= len(secret) <= 256:
        raise MistakeError("secret_token has 8 to 256 characters")
    zalo, bot = asked.zalo, asked.bot
    webhook = Webhook(_address(asked), secret, zalo.clock.milliseconds())
    with zalo.lock:
        bot.webhook = webhook
        if zalo.switches.backlog == "pushed":
            while bot.mailbox.waiting:
                zalo.postman.post(zalo.parcel(webhook, bot.mailbox.waiting.popleft()))
        zalo.bell.ring()
    kept = {"url": webhook.url, "updated_at": webhook.updated_at}
    return kept | {"verification": await _verify(zalo, webhook)}


def _address(asked: Asked) -> str:
    address = asked.web_address("url")
    parts = urlsplit(address)
    if _is_loopback(parts.hostname or "") and asked.zalo.switches.loopback_webhooks:
        return address
    if parts.scheme != "https" or not _is_public(parts.hostname or ""):
        raise MistakeError("url must be a public https address")
    return address


def _is_loopback(host: str) -> bool:
    return host in ("127.0.0.1", "localhost", "::1")


def _is_public(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host


async def _verify(zalo: "ZaloBot", webhook: Webhook) -> dict[str, Any]:
    within, now = zalo.switches.webhook_within, zalo.clock.now()
    if zalo.switches.empty_probe:
        await zalo.postman.push(Parcel(webhook.url, b"", {}, now, within))
    parcel = zalo.parcel(webhook, webhook_test(int(now)))
    if not zalo.switches.probe_secret:
        parcel.headers = push_headers("")
    delivery = await zalo.postman.push(parcel)
    return _verdict(webhook.url, delivery.status, delivery.problem)


def _verdict(url: str, status: int | None, problem: str) -> dict[str, Any]:
    if status == 200:
        outcome = "webhook.ok"
    elif status is None:
        outcome = "webhook.err.tls" if problem == "tls" else "webhook.err.unreachable"
    else:
        known = {403: "403", 404: "404"}.get(status, "5xx" if status >= 500 else "other")
        outcome = f"webhook.http.{known}"
    verdict = {"ok": status == 200, "url": url, "outcome": outcome}
    if status not in (None, 200):
        verdict["status_code"] = status
    return verdict | {"hint": _HINTS.get(outcome, _OTHER_HINT)}


async def check_webhook(asked: Asked) -> Any:
    """Check the webhook again, a few times a day."""
    bot = asked.bot
    if bot.webhook is None:
        raise RefusedError(404, "Not Found")
    if bot.webhook_tests_left < 1:
        raise RefusedError(426, "")
    bot.webhook_tests_left -= 1
    return await _verify(asked.zalo, bot.webhook)


async def delete_webhook(asked: Asked) -> Any:
    """Forget the address, if there is one."""
    asked.bot.webhook = None
    asked.zalo.bell.ring()
    return {"url": "", "updated_at": asked.zalo.clock.milliseconds()}


async def get_webhook_info(asked: Asked) -> Any:
    """Say what the webhook is; live, none is an error."""
    webhook = asked.bot.webhook
    if webhook is not None:
        return {"url": webhook.url, "updated_at": webhook.updated_at}
    if asked.zalo.switches.no_webhook == "not_found":
        raise RefusedError(404, "Not Found")
    return {"url": "", "updated_at": 0}
