"""A chat drawn as a phone shows it, for screenshots and for trying the bot out."""

from tests.telegram.emulator.viewer.pages import add_pages

__all__ = ["add_pages"]
