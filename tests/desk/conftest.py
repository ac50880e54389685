"""The desk over a small ward at work; browsers of those who sit at it."""

import httpx
import pytest

from tests.desk.ward import Work, with_work
from tests.web.conftest import office, signed_in
from tests.web.office import Office

__all__ = ["office"]


@pytest.fixture
async def work(office: Office) -> Work:
    """One piece of work of each kind."""
    return await with_work(office.store, office.cast)


@pytest.fixture
async def mai(office: Office, work: Work) -> httpx.AsyncClient:
    """The lead office."""
    return await signed_in(office, "Mai")


@pytest.fixture
async def hanh(office: Office, work: Work) -> httpx.AsyncClient:
    """An officer of one agency."""
    return await signed_in(office, "Hạnh")
