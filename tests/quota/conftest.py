"""Messages are counted: on both databases."""

from tests.reach.conftest import cast, make_town, postgresql, store, town, url

__all__ = ["cast", "make_town", "postgresql", "store", "town", "url"]
