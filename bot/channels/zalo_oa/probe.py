"""`nhacviec check`: is the account connected, the network open, and what does it cost?"""

from datetime import datetime

from bot.channels.findings import Finding, Weight
from bot.channels.zalo_oa.account import Account
from bot.channels.zalo_oa.errors import OaError
from bot.channels.zalo_oa.status import State, sentence, state_of, state_of_token
from data.domain.window import Reach
from data.store.unit_of_work import Store
from data.texts import zalo_oa as words


async def probe(
    account: Account, store: Store, connect_at: str, hook_at: str, now: datetime
) -> list[Finding]:
    """Return what is found out about an account. Raises StoreDownError.

    Changes nothing at Zalo, but for a token that has ended and is renewed as it would be anyway.
    """
    number = account.settings.account
    kept = await account.tokens.kept(now)
    found = state_of_token(kept)
    if found is State.OK:
        try:
            about = await account.client.get("/v2.0/oa/getoa", now)
        except OaError as error:
            found = state_of(error, await account.tokens.kept(now))
        else:
            told = str(about.get("oa_id") or number)
            name = str(about.get("name") or number)
            if told != number:
                says = words.check_other_account(told)
                return [Finding(number, Weight.FAULT, "other account", says)]
            ok = Finding(number, Weight.OK, found.value, words.check_ok(name))
            return [ok, *await _notes(account, store, hook_at, now)]
    return [Finding(number, Weight.FAULT, found.value, sentence(found, connect_at))]


async def _notes(account: Account, store: Store, hook_at: str, now: datetime) -> list[Finding]:
    settings = account.settings
    async with store.read() as unit:
        reaches = await unit.interactions.count_by_reach(
            account.channel.name, settings.account, now, settings.free_replies
        )
    paid, refused = reaches[Reach.PAID], reaches[Reach.REFUSED]
    said = [("webhook", words.check_webhook(hook_at))]
    if paid:
        said.append(("paid", words.costs(paid) if settings.pays else words.will_cost(paid)))
    if refused:
        said.append(("out of reach", words.out_of_reach(refused)))
    if settings.template:
        said.append(("template", words.check_template()))
    return [Finding(settings.account, Weight.NOTE, kind, says) for kind, says in said]
