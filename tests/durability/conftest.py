"""Real processes on both databases."""

from tests.store.conftest import url

__all__ = ["url"]
