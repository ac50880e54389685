"""What nobody has verified about the real service: each a switch with every behaviour."""

from dataclasses import dataclass
from typing import Literal


@dataclass
class Switches:
    """How the emulator behaves where the facts are marked [U]; the defaults are the likely."""

    mac_timestamp: Literal["body", "header"] = "body"
    """Which timestamp is signed: the body's, or X-ZEvent-Timestamp, which then differs."""
    reused_refresh_token: int = -14014
    """The error code of a refresh token's second use."""
    refused_oauth: int = -14004
    """The error code of other refusals of the authorisation service."""
    oauth_state: Literal["echoed", "dropped"] = "echoed"
    old_access_token: Literal["valid", "dead"] = "valid"
    """Whether an access token outlives the refresh that followed it."""
    outside_window: Literal[-230, -232] = -230
    blocked: Literal[-217, -244] = -217
    no_money: Literal[-321, -211] = -321
    follow_opens_window: bool = False
    """Whether following counts as an interaction."""
    free_in_48_hours: int | None = None
    """How many messages are free within 48 hours; None: all. Older rules had 8."""
    cs_reply: bool = False
    """Whether the quota of a person still tells of free replies, as until 03/2026."""
    buttons: Literal["shown", "dropped", "refused"] = "shown"
    """What becomes of buttons on consultation messages."""
    quota_in_answer: bool = True
    """Whether the answer to a send tells of the quota."""
    attachment_lifetime: float | None = 7 * 86400.0
    """Seconds until an uploaded picture may no longer be sent."""
    largest_file: int = 5 * 1024 * 1024
    album: Literal["events", "one_event"] = "events"
    """Whether several photos come as several events, or as one with several attachments."""
    quotes: bool = True
    """Whether an answer to a message carries its id."""
    receipts: bool = False
    """Whether user_received_message is sent."""
    echoes: bool = True
    """Whether oa_send_* is sent for the client's own messages."""
    group_made: Literal["told", "silent"] = "told"
    """Whether create_group is sent when a GMF group is made."""
    group_files: bool = True
    """Whether files may be sent to GMF groups."""
    webhook_within: float = 2.0
    """Seconds within which a webhook must answer."""
    webhook_retries: tuple[float, ...] = (30.0, 300.0, 900.0, 1800.0, 3600.0)
    rate_limit: int = 4000
    """Calls a minute."""
