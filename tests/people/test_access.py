"""Who may do what, and why not."""

import pytest

from data.domain.access import (
    Denial,
    Wish,
    may,
    may_report,
    may_see,
    may_touch,
)
from data.domain.people import Address, Membership, Person, Role


def person(
    *roles: Role, id_: int = 1, agencies: tuple[int, ...] = (), active: bool = True
) -> Person:
    places = tuple(Membership(a) for a in agencies)
    return Person(id_, "A", None, Address.ANH, frozenset(roles), places, active)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("wish", Wish)
def test_the_lead_office_and_administrators_run_the_house_others_only_look(
    role: Role, wish: Wish
) -> None:
    looks = wish is Wish.SEE_ALL and role in (Role.LEADERSHIP, Role.INSPECTOR)
    leads = wish in (Wish.REVIEW, Wish.NUDGE, Wish.DESTROY) and role is Role.LEADERSHIP
    runs = role in (Role.LEAD_OFFICE, Role.ADMIN)
    shared = (Wish.REVIEW, Wish.NUDGE, Wish.DESTROY, Wish.SEE_ALL)
    denial = Denial.LEADERSHIP_TOO if wish in shared else Denial.LEAD_OFFICE_ONLY
    assert may(person(role), wish) is (None if runs or looks or leads else denial)


@pytest.mark.parametrize("wish", Wish)
def test_somebody_who_left_may_nothing(wish: Wish) -> None:
    gone = person(Role.ADMIN, agencies=(1,), active=False)
    assert may(gone, wish) is Denial.INACTIVE
    assert may_see(gone, [1]) is Denial.INACTIVE
    assert may_report(gone, 1) is Denial.INACTIVE
    assert may_touch(gone, person(Role.OFFICER, id_=2)) is Denial.INACTIVE


def test_work_is_seen_by_those_who_have_a_part_in_it_and_those_who_see_all() -> None:
    assert may_see(person(Role.OFFICER, agencies=(1, 2)), [2, 3]) is None
    assert may_see(person(Role.OFFICER, agencies=(1,)), [2]) is Denial.NOT_YOUR_WORK
    assert may_see(person(Role.LEADERSHIP), [2]) is None
    assert may_see(person(Role.INSPECTOR), [2]) is None


def test_an_agencys_people_report_coordinators_add_the_lead_office_on_behalf() -> None:
    assert may_report(person(Role.OFFICER, agencies=(1,)), 1) is None
    assert may_report(person(Role.OFFICER, agencies=(2,)), 1, [2]) is None
    assert may_report(person(Role.OFFICER, agencies=(3,)), 1, [2]) is Denial.NOT_YOUR_WORK
    assert may_report(person(Role.LEAD_OFFICE, agencies=(3,)), 1) is None
    assert may_report(person(Role.INSPECTOR), 1) is Denial.READ_ONLY


def test_the_lead_office_cannot_enter_as_administrator() -> None:
    office, admin = person(Role.LEAD_OFFICE), person(Role.ADMIN, id_=2)
    assert may_touch(office, admin) is Denial.ADMIN_ONLY
    assert may_touch(admin, office) is None
