"""Keyboards, checked for what Telegram's own documentation limits."""

from typing import Any
from urllib.parse import urlsplit

from tests.telegram.emulator.refusals import MistakeError

Markup = dict[str, Any]
LONGEST_DATA = 64
MOST_BUTTONS = 100
MOST_IN_ROW = 8
_STYLES = frozenset({"danger", "success", "primary", "default", ""})
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "pay",
)


def split_markup(markup: Markup | None) -> tuple[Markup | None, Markup | None]:
    """Return the inline keyboard and the reply keyboard of a request, each if it is one."""
    if not markup:
        return None, None
    if "inline_keyboard" in markup:
        return inline_keyboard(markup), None
    if "keyboard" in markup:
        _check_reply_keyboard(markup)
    return None, markup


def inline_keyboard(markup: Markup | None) -> Markup | None:
    """Return an inline keyboard as the service keeps it: without what is empty."""
    if not markup:
        return None
    if "inline_keyboard" not in markup:
        raise MistakeError("inline keyboard expected")
    rows = [row for row in markup["inline_keyboard"] if row]
    _check_size(rows)
    kept = [[_inline_button(button) for button in row] for row in rows]
    return {"inline_keyboard": kept} if kept else None


def _check_size(rows: list[list[Any]]) -> None:
    if sum(map(len, rows)) > MOST_BUTTONS:
        raise MistakeError("reply markup is too long")
    if any(len(row) > MOST_IN_ROW for row in rows):
        raise MistakeError(f"more than {MOST_IN_ROW} buttons in a row")


def _inline_button(button: Markup) -> Markup:
    if not button["text"].strip():
        raise MistakeError("BUTTON_TEXT_INVALID")
    if not any(action in button for action in _ACTIONS):
        where = "can't parse inline keyboard button"
        raise MistakeError(f"{where}: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button and not _fits(button["callback_data"]):
        raise MistakeError("BUTTON_DATA_INVALID")
    if "url" in button:
        _check_url(button["url"])
    _check_style(button)
    return button


def _fits(data: str) -> bool:
    return 1 <= len(data.encode()) <= LONGEST_DATA


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    web = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    if not web and parts.scheme not in ("tg", "ton", "mailto"):
        raise MistakeError(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _check_style(button: Markup) -> None:
    if button.get("style", "") not in _STYLES:
        raise MistakeError("can't parse inline keyboard button: invalid button style specified")


def _check_reply_keyboard(markup: Markup) -> None:
    rows = [row for row in markup["keyboard"] if row]
    if not rows:
        raise MistakeError("reply keyboard is empty")
    if sum(map(len, rows)) > 300 or any(len(row) > 12 for row in rows):
        raise MistakeError("reply markup is too long")
    if len(markup.get("input_field_placeholder") or "") > 64:
        raise MistakeError("input_field_placeholder is longer than 64 characters")
    for button in (button for row in rows for button in row):
        text = button if isinstance(button, str) else button["text"]
        if not text.strip():
            raise MistakeError("can't parse keyboard button: text is empty")
