"""Answering taps, and reactions."""

from tests.telegram.emulator.entities import units
from tests.telegram.emulator.methods.asked import Asked, method
from tests.telegram.emulator.refusals import MistakeError, bad_request

TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
REACTIONS = frozenset(
    [
        "❤",
        "👍",
        "👎",
        "🔥",
        "🥰",
        "👏",
        "😁",
        "🤔",
        "🤯",
        "😱",
        "🤬",
        "😢",
        "🎉",
        "🤩",
        "🤮",
        "💩",
        "🙏",
        "👌",
        "🕊",
        "🤡",
        "🥱",
        "🥴",
        "😍",
        "🐳",
        "❤\u200d🔥",
        "🌚",
        "🌭",
        "💯",
        "🤣",
        "⚡",
        "🍌",
        "🏆",
        "💔",
        "🤨",
        "😐",
        "🍓",
        "🍾",
        "💋",
        "🖕",
        "😈",
        "😴",
        "😭",
        "🤓",
        "👻",
        "👨\u200d💻",
        "👀",
        "🎃",
        "🙈",
        "😇",
        "😨",
        "🤝",
        "✍",
        "🤗",
        "🫡",
        "🎅",
        "🎄",
        "☃",
        "💅",
        "🤪",
        "🗿",
        "🆒",
        "💘",
        "🙉",
        "🦄",
        "😘",
        "💊",
        "🙊",
        "😎",
        "👾",
        "🤷\u200d♂",
        "🤷",
        "🤷\u200d♀",
        "😡",
    ]
)


@method("answerCallbackQuery")
def answer_callback_query(asked: Asked) -> bool:
    """Stop the little clock on a button."""
    text = asked.get("text", "")
    if units(text) > 200:
        raise MistakeError("MESSAGE_TOO_LONG")
    tap = asked.telegram.taps.get(asked.get("callback_query_id", ""))
    now = asked.telegram.monotonic()
    if tap is None or tap.bot is not asked.bot or not tap.is_open(now):
        raise bad_request(TOO_OLD)
    if tap.took is None:
        tap.took = now - tap.at
        tap.text, tap.alert = text, bool(asked.get("show_alert"))
    asked.telegram.bell.ring()
    return True


@method("setMessageReaction")
def set_message_reaction(asked: Asked) -> bool:
    """Set the bot's reaction to a message, or take it back."""
    message = asked.message(asked.chat(), "message to react")
    wanted = asked.get("reaction", [])
    emoji = [_plain(one) for one in wanted]
    if len(emoji) > 1 or any(one not in REACTIONS for one in emoji):
        raise MistakeError("REACTION_INVALID")
    message.reactions.pop(asked.bot.id, None)
    if emoji:
        message.reactions[asked.bot.id] = emoji[0]
    asked.telegram.happened(message)
    return True


def _plain(reaction: dict[str, str]) -> str:
    """Return the emoji without the mark that asks for its coloured form."""
    return reaction.get("emoji", "").replace("\ufe0f", "")
