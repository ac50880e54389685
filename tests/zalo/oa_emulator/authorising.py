"""The pages of the authorisation service, where oauth.zaloapp.com would be."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from aiohttp import web

from tests.zalo.emulation.answering import json_response
from tests.zalo.emulation.calls import Call
from tests.zalo.oa_emulator.tokens import OAuthError

if TYPE_CHECKING:
    from tests.zalo.oa_emulator.account import ZaloOA


def permission(oa: "ZaloOA", call: Call) -> web.StreamResponse:
    """Let the administrator agree at once, and lead back with a code."""
    asked = call.params
    if asked.get("app_id") != oa.app_id or asked.get("redirect_uri") != oa.redirect_uri:
        return oauth_refusal(call, -14003, "Invalid redirect uri")
    back = {"code": oa.authorises(asked.get("code_challenge", "")), "oa_id": oa.oa_id}
    if oa.switches.oauth_state == "echoed" and "state" in asked:
        back["state"] = asked["state"]
    call.status = 302
    address = f"{asked['redirect_uri']}?{urlencode(back)}"
    return web.Response(status=302, headers={"Location": address})


def access_token(oa: "ZaloOA", call: Call) -> web.StreamResponse:
    """Give a pair of tokens for a code or a refresh token."""
    try:
        with oa.lock:
            return json_response(call, _pair(oa, call))
    except OAuthError as refusal:
        return oauth_refusal(call, refusal.code, refusal.name)


def _pair(oa: "ZaloOA", call: Call) -> Any:
    headers = {name.lower(): value for name, value in call.headers.items()}
    written = headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
    ways = {"authorization_code": oa.desk.exchange, "refresh_token": oa.desk.refresh}
    way = ways.get(call.params.get("grant_type", ""))
    refused = oa.switches.refused_oauth
    if not written or way is None:
        oa.note_violation(call, "a form with a grant_type is expected")
        raise OAuthError(refused, "Invalid request")
    if call.params.get("app_id") != oa.app_id:
        raise OAuthError(refused, "Invalid app id")
    if headers.get("secret_key") != oa.app_secret:
        raise OAuthError(refused, "Invalid secret key")
    return way(call.params).json()


def oauth_refusal(call: Call, code: int, name: str) -> web.Response:
    """Return an error of the authorisation service, which comes with HTTP 200."""
    return json_response(call, {"error": code, "error_name": name, "error_description": name})
