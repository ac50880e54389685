"""Real processes on both databases."""

from tests.store.conftest import postgresql, url

__all__ = ["postgresql", "url"]
