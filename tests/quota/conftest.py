"""Messages are counted: on both databases."""

from tests.reach.conftest import cast, make_town, store, town, url

__all__ = ["cast", "make_town", "store", "town", "url"]
