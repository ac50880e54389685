"""The emulator of the Official Account, met by a plain HTTP client."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.zalo.oa_emulator import (
    DAY,
    HOUR,
    Person,
    ZaloOA,
    faults,
)
from tests.zalo.strangers import (
    PUBLIC,
    OAClient,
    oa_client,
)

CS = "/v3.0/oa/message/cs"
DONE = {"title": "Đã xong", "type": "oa.query.hide", "payload": "DONE 12"}
LATER = {"title": "Để sau", "type": "oa.query.show", "payload": {"content": "A"}}
OPEN = {"title": "Mở web", "type": "oa.open.url", "payload": {"url": PUBLIC}}


@pytest.fixture
async def client(oa: ZaloOA) -> AsyncIterator[OAClient]:
    async with oa_client(oa) as made:
        yield made


def writer(oa: ZaloOA, **more: Any) -> Person:
    """Return a person who has just written."""
    tu = oa.user("Nguyễn Văn Tư", "0900000005", **more)
    tu.says("chào")
    return tu


# Tokens


async def token(oa: ZaloOA, secret: str | None = None, **form: str) -> dict[str, Any]:
    async with httpx.AsyncClient(trust_env=False) as http:
        answer = await http.post(
            f"{oa.url}/v4/oa/access_token",
            data={"app_id": oa.app_id} | form,
            headers={"secret_key": oa.app_secret if secret is None else secret},
        )
    assert answer.status_code == 200
    return answer.json()


async def test_a_refresh_token_is_good_once(oa: ZaloOA) -> None:
    first = oa.mint()
    asked = {"grant_type": "refresh_token", "refresh_token": first.refresh_token}
    second = await token(oa, **asked)
    assert second["expires_in"] == "90000"
    assert (await token(oa, **asked))["error"] == -14014
    oa.switches.reused_refresh_token = -14015
    assert (await token(oa, **asked))["error"] == -14015
    asked["refresh_token"] = second["refresh_token"]
    oa.clock.advance(91 * DAY)
    assert (await token(oa, **asked))["error"] == -14015
    assert (await token(oa, secret="wrong", **asked))["error"] == -14004
    assert (await token(oa, **asked, app_id="7"))["error"] == -14004
    assert (await token(oa, grant_type="password"))["error"] == -14004
    assert len(oa.violations) == 1


async def test_the_answer_to_a_refresh_can_be_lost(oa: ZaloOA) -> None:
    asked = {"grant_type": "refresh_token", "refresh_token": oa.mint().refresh_token}
    oa.fault(faults.accepted_then_dropped(), "access_token")
    with pytest.raises(httpx.TransportError):
        await token(oa, **asked)
    assert (await token(oa, **asked))["error"] == -14014
    oa.fault(faults.refused(-14000, "Busy"), "access_token")
    assert (await token(oa, **asked))["error"] == -14000


async def test_an_administrator_authorises(oa: ZaloOA) -> None:
    verifier = "v" * 43
    digest = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    page = {"app_id": oa.app_id, "code_challenge": challenge, "state": "s1"}
    async with httpx.AsyncClient(base_url=oa.url, trust_env=False) as http:
        wrong = await http.get("/v4/oa/permission", params=page)
        assert wrong.json()["error"] == -14003
        page["redirect_uri"] = oa.redirect_uri
        led = urlsplit((await http.get("/v4/oa/permission", params=page)).headers["location"])
        oa.switches.oauth_state = "dropped"
        bare = (await http.get("/v4/oa/permission", params=page)).headers["location"]
    back = {name: values[0] for name, values in parse_qs(led.query).items()}
    assert (back["oa_id"], back["state"], "state" in bare) == (oa.oa_id, "s1", False)
    asked = {"grant_type": "authorization_code", "code": back["code"]}
    pair = await token(oa, **asked, code_verifier=verifier)
    assert pair["access_token"]
    assert (await token(oa, **asked, code_verifier=verifier))["error"] == -14004
    late = oa.authorises(challenge)
    oa.clock.advance(601)
    assert (await token(oa, **(asked | {"code": late}), code_verifier=verifier))["error"] == -14004
    wrong_verifier = {"code": oa.authorises(challenge), "code_verifier": "x" * 43}
    assert (await token(oa, **(asked | wrong_verifier)))["error"] == -14004


async def test_access_tokens_expire_and_die(oa: ZaloOA) -> None:
    tu = writer(oa)
    async with oa_client(oa, token="unknown") as stranger:
        assert (await stranger.say(tu))[0] == -216
    async with oa_client(oa) as client:
        assert (await client.say(tu))[0] == 0
        oa.desk.expires()
        assert (await client.say(tu))[0] == -220
        asked = {"phone": "84900000005", "template_id": "1"}
        assert (await client.post("/message/template", **asked))[0] == -124
    pair = oa.mint()
    async with oa_client(oa, token=pair.access_token) as client:
        refresh = {"grant_type": "refresh_token", "refresh_token": pair.refresh_token}
        oa.switches.old_access_token = "dead"
        await token(oa, **refresh)
        assert (await client.say(tu))[0] == -216
    oa.desk.revokes()
    assert all(pair.dead for pair in oa.desk.pairs)


async def test_the_proof_of_the_application(oa: ZaloOA) -> None:
    pair = oa.mint()
    secret, message = oa.app_secret.encode(), pair.access_token.encode()
    proof = hmac.new(secret, message, hashlib.sha256).hexdigest()
    for given, expected in ((proof, 0), ("00", -242)):
        headers = {"access_token": pair.access_token, "appsecret_proof": given}
        async with httpx.AsyncClient(trust_env=False, headers=headers) as http:
            assert (await http.get(f"{oa.url}/v2.0/oa/getoa")).json()["error"] == expected


# Who can be written to, and at what price


async def test_the_window(oa: ZaloOA, client: OAClient) -> None:
    tu = writer(oa)
    error, data = await client.say(tu, "trong 48 giờ")
    assert (error, data["user_id"], data["message_id"]) == (0, tu.id, tu.last.id)
    assert data["quota"]["quota_type"] == "sub_quota"
    assert oa.till.charges == []
    oa.clock.advance(49 * HOUR)
    client.renews(oa)
    error, data = await client.say(tu, "sau 48 giờ")
    assert (error, data["quota"]["quota_type"]) == (0, "purchase_quota")
    assert [(charge.to, charge.price) for charge in oa.till.charges] == [(tu, 55)]
    oa.till.balance = 54
    assert (await client.say(tu))[0] == -321
    oa.switches.no_money = -211
    assert (await client.say(tu))[0] == -211
    oa.clock.advance(6 * DAY)
    client.renews(oa)
    assert (await client.say(tu))[0] == -230
    oa.switches.outside_window = -232
    assert (await client.say(tu))[0] == -232
    tu.interacts()
    assert (await client.say(tu, "lại được"))[0] == 0
    assert [message.text for message in tu.said] == ["trong 48 giờ", "sau 48 giờ", "lại được"]


async def test_strangers_followers_and_those_who_blocked(oa: ZaloOA, client: OAClient) -> None:
    tu = oa.user("Nguyễn Văn Tư", follows=False)
    assert (await client.say(tu))[0] == -213
    assert (await client.get("/v3.0/oa/user/detail", data=f'{{"user_id":"{tu.id}"}}'))[0] == -213
    tu.follows()
    assert (await client.say(tu))[0] == -230
    oa.switches.follow_opens_window = True
    tu.follows()
    assert (await client.say(tu))[0] == 0
    tu.blocks()
    assert (await client.say(tu))[0] == -217
    oa.switches.blocked = -244
    assert (await client.say(tu))[0] == -244
    tu.unblocks()
    tu.unfollows()
    assert (await client.say(tu))[0] == 0
    recipient = {"user_id": "12345"}
    assert (await client.post(CS, recipient=recipient, message={"text": "x"}))[0] == -201
    assert oa.violations == []


async def test_older_rules_of_price(oa: ZaloOA, client: OAClient) -> None:
    oa.switches.free_in_48_hours, oa.switches.cs_reply = 2, True
    oa.switches.quota_in_answer = False
    tu = writer(oa)
    for _ in range(3):
        error, data = await client.say(tu)
        assert (error, set(data)) == (0, {"message_id", "user_id"})
    assert len(oa.till.charges) == 1
    _, quota = await client.post("/v3.0/oa/quota/message", user_id=tu.id)
    assert quota["cs_reply"] == {"total": 2, "remain": 0}


async def test_the_limit_of_calls_a_minute(oa: ZaloOA, client: OAClient) -> None:
    oa.switches.rate_limit = 2
    answer = await client.http.get("/v2.0/oa/getoa")
    assert answer.json()["data"]["name"] == oa.name
    assert len(answer.headers.get_list("server")) == 2
    limits = [answer.headers[f"X-RateLimit-{name}"] for name in ("Limit", "Remain")]
    assert limits == ["2", "1"]
    assert (await client.get("/v2.0/oa/getoa"))[0] == 0
    assert (await client.get("/v2.0/oa/getoa"))[0] == -32
    oa.clock.advance(61)
    assert (await client.get("/v2.0/oa/getoa"))[0] == 0


async def test_questions(oa: ZaloOA, client: OAClient) -> None:
    tu = writer(oa)
    detail = {"data": json.dumps({"user_id": tu.id})}
    _, data = await client.get("/v3.0/oa/user/detail", **detail)
    assert (data["display_name"], data["user_is_follower"]) == ("Nguyễn Văn Tư", True)
    assert data["user_last_interaction_date"] == oa.clock.local().strftime("%d/%m/%Y")
    _, quota = await client.post("/v3.0/oa/quota/message", user_id=tu.id)
    assert int(quota["last_interaction"]) // 1000 == int(tu.last_interaction)
    asked = {"quota_owner": "OA", "product_type": "cs", "quota_type": "purchase_quota"}
    _, assets = await client.post("/v3.0/oa/quota/message", **asked)
    assert assets[0]["remain"] == oa.till.balance // 55
    assert (await client.get("/v3.0/oa/user/detail", data="{"))[0] == -201
