"""Which commands a messenger lists, for whom. Every one of them opens some conversation.

A platform shows one list to everybody and another to some chats, never both joined: what everybody
sees is so short that a group leader need not search in it.
"""

import hashlib

from data.domain.menus import Command
from data.domain.people import Person, Role
from data.texts.menu import command, command_in_group

_EVERYBODY = ("viec", "baocao", "lich", "kenh", "giup")
_OVERSEER = ("quahan", "baocaomoi", "bangexcel", "viec", "ban", "kenh", "giup")
_OFFICE = (
    *("viec", "ban", "baocao", "duyet", "quahan", "bangexcel", "baocaoky", "kehoach", "sukien"),
    *("han", "moi", "nhomchat", "kenh", "suco", "thietlap", "giup"),
)


def menu_of(person: Person | None, *, is_group: bool) -> tuple[Command, ...]:
    """Return the commands for somebody's own chat or for a group; None: for everybody."""
    if is_group:
        return (command_in_group("viec"),)
    return tuple(command(name) for name in _names(person))


def mark_of(menu: tuple[Command, ...]) -> str:
    """Return what tells one menu from another; empty for that of everybody."""
    if menu == menu_of(None, is_group=False):
        return ""
    spelt = "\n".join(f"{c.name} {c.description}" for c in menu)
    return hashlib.sha256(spelt.encode()).hexdigest()[:16]


def _names(person: Person | None) -> tuple[str, ...]:
    if person is None or not person.is_active:
        return _EVERYBODY
    if person.is_any_of(Role.LEAD_OFFICE, Role.ADMIN):
        return _OFFICE
    if person.is_any_of(Role.LEADERSHIP, Role.INSPECTOR):
        reports = person.is_any_of(Role.OFFICER, Role.GROUP_LEADER)
        return (*_OVERSEER[:3], "ban", *_EVERYBODY) if reports else _OVERSEER
    return _EVERYBODY
