"""What nobody has verified about the real service: each a switch with every behaviour."""

from dataclasses import dataclass
from typing import Literal


@dataclass
class Switches:
    """How the emulator behaves where the facts are marked [U]; the defaults are the likely."""

    updates: Literal["consume", "replay", "replay_all"] = "consume"
    """Whether a polled update is gone; comes back until a newer one; or all come back in turn."""
    result: Literal["object", "list"] = "object"
    """Whether getUpdates answers one object or a list of one."""
    idle: Literal["http408", "ok_false_200", "null", "empty"] = "http408"
    """How an empty poll ends."""
    webhook_body: Literal["flat", "enveloped"] = "flat"
    photo_key: Literal["photo_url", "photo"] = "photo_url"
    dates: Literal["ms", "s"] = "ms"
    errors: Literal["http_status", "ok_false_200"] = "http_status"
    """The HTTP status of errors."""
    error_code: Literal["error_code", "errorCode", "absent"] = "error_code"
    """The key of the code in an error's body; seen live: absent with 404 and 408."""
    no_webhook: Literal["not_found", "empty_url"] = "not_found"
    """What getWebhookInfo says when there is none."""
    backlog: Literal["kept", "pushed"] = "kept"
    """What happens to waiting updates when a webhook is set."""
    probe_secret: bool = True
    """Whether the webhook.test probe carries the secret."""
    empty_probe: bool = True
    """Whether an empty body without a content type is posted first."""
    webhook_retries: tuple[float, ...] = ()
    """After how many seconds a failed push is tried again."""
    webhook_within: float = 5.0
    """Seconds within which a webhook must answer."""
    loopback_webhooks: bool = True
    """Whether http://127.0.0.1 may be a webhook, which the real service refuses."""
    unknown_chat: Literal[400, 404] = 400
    blocked: Literal[400, 403, 404, "ok"] = 403
    """How a send to somebody who blocked the bot ends; "ok": accepted and not delivered."""
    one_user_too_many: Literal["ignored", "served"] = "ignored"
    scoped_ids: bool = True
    """Whether a person has another id with each bot."""
    text_unit: Literal["utf16", "characters"] = "utf16"
    """In what the 2000 are counted."""
    reply_to: Literal["refused", "accepted"] = "refused"
    """What happens to reply_to_message_id, which no documentation lists."""
    unfetchable_photo: Literal["black", "refused"] = "black"
    """What sendPhoto does when the picture cannot be fetched."""
    photo_multipart: Literal["refused", "accepted"] = "refused"
    """Whether sendPhoto takes a file."""
    exif: Literal["stripped", "kept"] = "stripped"
    sticker: Literal["id_and_url", "bare"] = "id_and_url"
    """What a sticker event holds."""
    names: Literal["display_name", "name"] = "display_name"
    """The key of a sender's name; older payloads had the other."""
