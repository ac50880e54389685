"""The menus of commands: short, true to the role, and every command is there."""

import re
from dataclasses import replace
from itertools import combinations

import pytest

from bot.conversations import ALL
from bot.conversations.menu import mark_of, menu_of
from data.domain.menus import Command
from data.domain.people import Address, Person, Role
from data.texts.help import guide

SOMEBODY = Person(1, "Lê Văn Hạnh", None, Address.DONG_CHI, frozenset({Role.OFFICER}))
EVERY = [frozenset(c) for n in range(len(Role) + 1) for c in combinations(Role, n)]


def names(menu: tuple[Command, ...]) -> list[str]:
    return [c.name for c in menu]


def menu(*roles: Role) -> list[str]:
    return names(menu_of(replace(SOMEBODY, roles=frozenset(roles)), is_group=False))


def test_everybody_sees_five_commands() -> None:
    everybody = ["viec", "baocao", "lich", "kenh", "giup"]
    assert names(menu_of(None, is_group=False)) == everybody
    assert menu(Role.OFFICER) == menu(Role.GROUP_LEADER) == everybody


def test_the_lead_office_sees_what_it_works_with() -> None:
    assert menu(Role.LEAD_OFFICE) == menu(Role.ADMIN, Role.OFFICER)
    assert {"kehoach", "moi", "sukien", "han", "quahan", "suco"} <= set(menu(Role.ADMIN))


def test_who_oversees_sees_what_is_overdue_first() -> None:
    assert menu(Role.LEADERSHIP) == menu(Role.INSPECTOR)
    assert menu(Role.LEADERSHIP)[:2] == ["quahan", "baocaomoi"]
    assert "baocao" not in menu(Role.LEADERSHIP)
    assert "baocao" in menu(Role.LEADERSHIP, Role.OFFICER)


def test_everybody_finds_where_reminders_go() -> None:
    assert all("kenh" in menu(role) for role in Role)


def test_a_group_shows_its_work_only() -> None:
    for person in (None, SOMEBODY, replace(SOMEBODY, roles=frozenset({Role.ADMIN}))):
        assert names(menu_of(person, is_group=True)) == ["viec"]


def test_who_left_sees_what_everybody_sees() -> None:
    admin = replace(SOMEBODY, roles=frozenset({Role.ADMIN}), is_active=False)
    assert menu_of(admin, is_group=False) == menu_of(None, is_group=False)


@pytest.mark.parametrize("roles", EVERY, ids=lambda r: "+".join(sorted(r)) or "none")
def test_every_command_of_every_menu_opens_a_conversation(roles: frozenset[Role]) -> None:
    known = {w.removeprefix("/") for c in ALL if c.open for w in c.commands if w[0] == "/"}
    for is_group in (False, True):
        shown = menu_of(replace(SOMEBODY, roles=roles), is_group=is_group)
        assert len(set(names(shown))) == len(shown) <= 16
        assert set(names(shown)) <= known
        for line in shown:
            assert re.fullmatch(r"[a-z0-9_]{1,32}", line.name)
            assert 3 <= len(line.description) <= 60


def test_menus_are_told_apart_by_a_mark() -> None:
    marks = {
        mark_of(menu_of(replace(SOMEBODY, roles=frozenset({r})), is_group=False)) for r in Role
    }
    assert "" in marks
    assert len(marks) == 3


def test_the_help_speaks_of_the_weekly_summary_to_those_who_get_it() -> None:
    def helped(role: Role) -> str:
        return guide(replace(SOMEBODY, roles=frozenset({role})), "Phường Hòa Bình", ())

    assert "Tổng hợp gửi mỗi tuần" in helped(Role.LEADERSHIP)
    assert "Tổng hợp" not in helped(Role.INSPECTOR)
    assert "duyệt" not in helped(Role.INSPECTOR)
