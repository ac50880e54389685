"""What is said about the sending itself."""


def sent_again(text: str) -> str:
    """Return a message that may have arrived before, marked so."""
    return f"🔁 Gửi lại (có thể đã nhận trước đó)\n{text}"
