"""What an answer means for a message: every row of the table, and what stands in between."""

import socket
from typing import Any

import pytest
from pydantic import SecretStr

from bot.channels.zalo_oa.errors import OaError, Trouble, as_send_error, as_template_error
from bot.channels.zalo_oa.wire import Wire
from bot.settings import ZaloOaHosts
from data.domain.window import NO_MONEY, OUTSIDE_WINDOW
from data.errors import SendError, SendFailure
from tests.zalo.oa_channel.bench import Bench
from tests.zalo.oa_emulator import Person, ZaloOA, faults

F = SendFailure
ON_THE_WIRE: list[tuple[str, Any, SendFailure]] = [
    ("accepted, no answer", faults.accepted_then_silent(), F.UNCERTAIN),
    ("no answer", faults.silent(), F.UNCERTAIN),
    ("accepted, dropped", faults.accepted_then_dropped(), F.UNCERTAIN),
    ("dropped", faults.dropped(), F.UNCERTAIN),
    ("502 by a page", faults.status(502), F.UNCERTAIN),
    ("504, and accepted", faults.status(504, delivered=True), F.UNCERTAIN),
    ("500 with JSON", faults.status(500, '{"error":-200}'), F.UNCERTAIN),
    ("200 and a page", faults.html200(), F.MISCONFIGURED),
    ("200 and half an answer", faults.not_json(), F.MISCONFIGURED),
    ("200 and something else", faults.not_json('{"blocked":true}'), F.UNCERTAIN),
    ("302 to a login page", faults.status(302), F.MISCONFIGURED),
    ("403 by a page", faults.status(403), F.MISCONFIGURED),
    ("429 by a page", faults.status(429), F.THROTTLED),
]
CODES: list[tuple[int, SendFailure]] = [
    (-32, F.THROTTLED),
    (-200, F.UNREACHABLE),
    (-201, F.REFUSED),
    (-204, F.MISCONFIGURED),
    (-209, F.MISCONFIGURED),
    (-210, F.TOO_LONG),
    (-211, F.REFUSED),
    (-213, F.RECIPIENT_GONE),
    (-216, F.MISCONFIGURED),
    (-217, F.RECIPIENT_GONE),
    (-218, F.THROTTLED),
    (-219, F.MISCONFIGURED),
    (-221, F.MISCONFIGURED),
    (-224, F.MISCONFIGURED),
    (-227, F.MISCONFIGURED),
    (-230, F.REFUSED),
    (-232, F.REFUSED),
    (-233, F.REFUSED),
    (-234, F.REFUSED),
    (-237, F.RECIPIENT_GONE),
    (-240, F.MISCONFIGURED),
    (-242, F.MISCONFIGURED),
    (-244, F.RECIPIENT_GONE),
    (-248, F.REFUSED),
    (-321, F.REFUSED),
    (-403, F.RECIPIENT_GONE),
    (-99999, F.REFUSED),
    (404, F.MISCONFIGURED),
]


async def failing(bench: Bench, tu: Person) -> SendError:
    with pytest.raises(SendError) as caught:
        await bench.send(tu, "Lê Văn Hạnh chưa nộp")
    said = f"{caught.value!r} {caught.value.__cause__} {caught.value.detail}"
    for secret in (bench.oa.app_secret, bench.oa.url, "Hạnh", "truy cập"):
        assert secret not in said
    return caught.value


@pytest.mark.parametrize(
    ("fault", "failure"), [c[1:] for c in ON_THE_WIRE], ids=[c[0] for c in ON_THE_WIRE]
)
async def test_what_comes_over_the_wire(
    fault: Any, failure: SendFailure, bench: Bench, tu: Person, oa: ZaloOA
) -> None:
    oa.fault(fault, "message/cs")
    assert (await failing(bench, tu)).failure is failure


@pytest.mark.parametrize(("code", "failure"), CODES)
async def test_what_a_code_means(
    code: int, failure: SendFailure, bench: Bench, tu: Person, oa: ZaloOA
) -> None:
    oa.fault(faults.refused(code, "Lê Văn Hạnh"), "message/cs", times=2)
    error = await failing(bench, tu)
    assert error.failure is failure
    assert (error.retry_after is not None) == (failure is F.THROTTLED)


async def test_blocked_and_limited_for_real(bench: Bench, tu: Person, oa: ZaloOA) -> None:
    await bench.send(tu)
    for code in (-217, -244):
        oa.switches.blocked = code
        tu.blocked = True
        assert (await failing(bench, tu)).failure is F.RECIPIENT_GONE
    tu.blocked = False
    oa.switches.rate_limit = 1
    assert (await failing(bench, tu)).failure is F.THROTTLED


async def test_what_stops_before_the_message_leaves_no_doubt(
    bench: Bench, tu: Person, oa: ZaloOA
) -> None:
    oa.fault(faults.silent(), "access_token")
    assert (await failing(bench, tu)).failure is F.UNREACHABLE
    await bench.send(tu)
    file = await bench.keep(b"%PDF", "a.pdf", "application/pdf")
    oa.fault(faults.accepted_then_dropped(), "upload/file")
    with pytest.raises(SendError) as caught:
        await bench.send(tu, "", files=(file,))
    assert caught.value.failure is F.UNREACHABLE


async def test_a_token_that_is_lost_stops_the_account(bench: Bench, tu: Person, oa: ZaloOA) -> None:
    oa.desk.revokes()
    assert (await failing(bench, tu)).failure is F.MISCONFIGURED


async def test_a_line_that_is_down_is_provably_unsent() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    here = f"http://127.0.0.1:{port}"
    wire = Wire(ZaloOaHosts(here, here, here), app_secret=SecretStr("s"))
    with pytest.raises(OaError) as caught:
        await wire.call("GET", f"{here}/x", token="t")
    await wire.close()
    assert caught.value.trouble is Trouble.UNREACHABLE


def test_groups_and_templates_have_meanings_of_their_own() -> None:
    def no(code: int) -> OaError:
        return OaError(Trouble.SAID_NO, code=code)

    assert as_send_error(no(-224), to_group=True).failure is F.RECIPIENT_GONE
    assert as_send_error(no(-230)).detail == OUTSIDE_WINDOW
    assert as_template_error(no(-115)).detail == NO_MONEY
    table = {-108: F.RECIPIENT_GONE, -118: F.RECIPIENT_GONE, -119: F.RECIPIENT_GONE}
    table |= {-131: F.MISCONFIGURED, -133: F.THROTTLED, -139: F.RECIPIENT_GONE, -144: F.REFUSED}
    table |= {-124: F.MISCONFIGURED, -147: F.REFUSED, -141: F.RECIPIENT_GONE}
    assert {code: as_template_error(no(code)).failure for code in table} == table
