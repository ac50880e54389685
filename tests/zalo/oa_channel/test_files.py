"""Fetching what people sent: from Zalo only, over redirects, until the link ends."""

from typing import Any

import pytest

from data.errors import SendError, SendFailure
from tests.zalo.oa_channel.bench import Bench
from tests.zalo.oa_emulator import Person, ZaloOA, faults

F = SendFailure


async def fetch(bench: Bench, ref: str) -> bytes:
    return b"".join([chunk async for chunk in bench.account.files.fetch(ref)])


def link(oa: ZaloOA, content: bytes = b"%PDF-1.7") -> str:
    return oa.links.add(content, "a.pdf", "application/octet-stream")


@pytest.mark.parametrize("redirects", [0, 3])
async def test_the_very_bytes(redirects: int, bench: Bench, oa: ZaloOA) -> None:
    oa.links.redirects = redirects
    content = bytes(range(256)) * 4000
    assert await fetch(bench, link(oa, content)) == content


FAULTS: list[tuple[str, Any, SendFailure]] = [
    ("403", faults.status(403), F.UNCERTAIN),
    ("404", faults.status(404), F.UNCERTAIN),
    ("502", faults.status(502), F.UNREACHABLE),
    ("429", faults.status(429), F.THROTTLED),
    ("no answer", faults.silent(), F.UNREACHABLE),
    ("dropped", faults.dropped(), F.UNREACHABLE),
]


@pytest.mark.parametrize(("fault", "failure"), [c[1:] for c in FAULTS], ids=[c[0] for c in FAULTS])
async def test_what_goes_wrong(fault: Any, failure: SendFailure, bench: Bench, oa: ZaloOA) -> None:
    oa.fault(fault, "link")
    with pytest.raises(SendError) as caught:
        await fetch(bench, link(oa))
    assert caught.value.failure is failure


async def test_a_link_that_has_ended(bench: Bench, oa: ZaloOA) -> None:
    address = link(oa)
    oa.clock.advance(3600)
    with pytest.raises(SendError) as caught:
        await fetch(bench, address)
    assert caught.value.failure is F.UNCERTAIN


async def test_too_many_redirects(bench: Bench, oa: ZaloOA) -> None:
    oa.links.redirects = 4
    with pytest.raises(SendError) as caught:
        await fetch(bench, link(oa))
    assert caught.value.failure is F.REFUSED


@pytest.mark.parametrize(
    "address",
    [
        "http://169.254.169.254/latest",
        "http://localhost:1/a",
        "https://zdn.vn.example/a",
        "https://azdn.vn/a",
        "file:///etc/passwd",
        "ftp://zdn.vn/a",
        "",
        "http://[::1/a",
    ],
)
async def test_nobody_but_zalo_is_asked(address: str, bench: Bench) -> None:
    with pytest.raises(SendError) as caught:
        await fetch(bench, address)
    assert caught.value.failure is F.REFUSED


async def test_no_token_goes_along(bench: Bench, oa: ZaloOA, tu: Person) -> None:
    await bench.send(tu)
    await fetch(bench, link(oa))
    headers = {name.lower() for name in oa.calls("link")[-1].headers}
    assert not headers & {"access_token", "secret_key", "appsecret_proof"}
