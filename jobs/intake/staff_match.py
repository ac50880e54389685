"""A staff list held against who is there: who is new, who changes, what to check. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from data.domain.names import fold_name
from data.domain.people import Address, Agency, Membership, Person, Role
from data.domain.staff import FormerPerson, StaffDoubt, StaffRow
from data.texts import staff as words
from jobs.intake.agencies_vi import is_group
from jobs.intake.group_members import propose_members
from jobs.intake.same_agency import propose_same

_NEAR = 0.86  # of difflib's ratio; "Phòng Tư pháp" and "Phòng Tài chính" stay below
_KEPT = frozenset({Role.ADMIN})
"""What a list never takes away."""


@dataclass(frozen=True, slots=True)
class Known:
    """Who and what the ward has."""

    people: tuple[Person, ...]
    agencies: tuple[Agency, ...]
    other_names: Mapping[str, int]
    asks: Person | None
    """Who imports; None for the console."""
    former: tuple[FormerPerson, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """What importing will do. New agencies have negative ids, in the order of `new_agencies`."""

    added: tuple[Person, ...] = ()
    updated: tuple[Person, ...] = ()
    unchanged: int = 0
    new_agencies: tuple[str, ...] = ()
    same: tuple[tuple[str, str], ...] = ()
    """(as written, the agency that it is taken for)."""
    groups: tuple[tuple[Agency, tuple[int, ...]], ...] = ()
    """Groups whose members grow, with their members then."""
    doubts: tuple[StaffDoubt, ...] = ()
    missing: tuple[Person, ...] = ()
    """Who is there but not in the list: kept."""
    returning: tuple[Person, ...] = ()
    """Who was here and left, as they would come back: only when a person says so."""


def weigh(rows: Sequence[StaffRow], known: Known, *, keep_apart: bool = False) -> Weighed:
    """Hold a list against what is known. `keep_apart`: names that look alike are two agencies."""
    doubts: list[StaffDoubt] = []
    ids, new, same = _agency_ids(rows, known, keep_apart)
    if not keep_apart:
        doubts += _near_names(new, known)
    matched = _match(rows, known, ids, doubts)
    added: list[Person] = []
    updated: list[Person] = []
    returning: list[Person] = []
    unchanged = 0
    for at, row in enumerate(rows):
        person = matched.get(at)
        former = None if person else _former(row, known, returning)
        if former:
            person = former.person
            doubts.append(StaffDoubt(row.line, words.has_left(row.name, former.gave_to, former.on)))
        after = _after(row, person, ids, known.asks, doubts)
        if former:
            returning.append(replace(after, is_active=True))
        elif person is None:
            added.append(after)
        elif after == person:
            unchanged += 1
        else:
            updated.append(after)
    seen = {p.id for p in matched.values()}
    return Weighed(
        tuple(added),
        tuple(updated),
        unchanged,
        new,
        same,
        _groups(new, known),
        tuple(doubts),
        tuple(p for p in known.people if p.id not in seen and p != known.asks),
        tuple(returning),
    )


def weigh_agency(name: str, known: Known) -> Weighed:
    """Return what founding one agency will do."""
    return Weighed(new_agencies=(name,), groups=_groups((name,), known))


def agency_like(name: str, known: Known) -> str | None:
    """Return the agency that may be meant by a new name; None when it is like none."""
    names = [a.name for a in known.agencies]
    for group in propose_same([*names, name]):
        if name in group.names:
            return group.names[0]
    return _near(name, {fold_name(n): n for n in names})


def is_like(person: Person, name: str, places: Collection[int]) -> bool:
    """Return whether somebody of this name at these agencies may be this person."""
    shares = not person.agency_ids.isdisjoint(places) or not person.agency_ids
    return shares and fold_name(person.name) == fold_name(name)


def was_here(person: Person, name: str, phone: str | None) -> bool:
    """Return whether who left may be meant; another number means another person."""
    may_be = not (phone and person.phone) or phone == person.phone
    return may_be and fold_name(person.name) == fold_name(name)


def _former(row: StaffRow, known: Known, taken: Iterable[Person]) -> FormerPerson | None:
    """Return who left and is in the list again."""
    used = {p.id for p in taken}
    for former in reversed(known.former):
        if was_here(former.person, row.name, row.phone) and former.person.id not in used:
            return former
    return None


def _agency_ids(
    rows: Sequence[StaffRow], known: Known, keep_apart: bool
) -> tuple[dict[str, int], tuple[str, ...], tuple[tuple[str, str], ...]]:
    by_name = {a.name: a.id for a in known.agencies} | dict(known.other_names)
    written = tuple(dict.fromkeys(name for row in rows for name in row.agencies))
    unknown = [name for name in written if name not in by_name]
    taken_for: dict[str, str] = {}
    if not keep_apart:
        for group in propose_same([*(a.name for a in known.agencies), *unknown]):
            # The names that are known come first.
            taken_for |= {name: group.names[0] for name in group.names[1:] if name in unknown}
    new = tuple(name for name in unknown if name not in taken_for)
    ids = by_name | {name: -number for number, name in enumerate(new, 1)}
    ids |= {name: ids[other] for name, other in taken_for.items()}
    return ids, new, tuple(taken_for.items())


def _near_names(new: Iterable[str], known: Known) -> list[StaffDoubt]:
    names = {fold_name(a.name): a.name for a in known.agencies}
    near = ((name, _near(name, names)) for name in new)
    return [StaffDoubt(0, words.near_name(name, other)) for name, other in near if other]


def _near(name: str, names: Mapping[str, str]) -> str | None:
    folded = fold_name(name)
    if any(char.isdigit() for char in folded):
        return None  # "Tổ dân phố 5" and "Tổ dân phố 6" are near and are two
    found = get_close_matches(folded, names, n=1, cutoff=_NEAR)
    return names[found[0]] if found else None


def _match(
    rows: Sequence[StaffRow],
    known: Known,
    ids: Mapping[str, int],
    doubts: list[StaffDoubt],
) -> dict[int, Person]:
    """Return who each row, by its place, speaks of: by number and name, else name and agency."""
    left = {p.id: p for p in known.people}
    matched: dict[int, Person] = {}

    def take(at: int, found: list[Person]) -> bool:
        if len(found) == 1:
            matched[at] = left.pop(found[0].id)
        return len(found) == 1

    for at, row in enumerate(rows):
        numbered = [p for p in left.values() if row.phone and p.phone == row.phone]
        named = [p for p in numbered if fold_name(p.name) == fold_name(row.name)]
        take(at, named or numbered)
    for at, row in enumerate(rows):
        places = {ids[name] for name in row.agencies}
        found = [p for p in left.values() if at not in matched and is_like(p, row.name, places)]
        if take(at, found):
            old = found[0].phone
            if old and row.phone:
                doubt = words.phone_changes(row.name, old, row.phone)
            else:
                doubt = words.matched_by_name(row.name)
            doubts.append(StaffDoubt(row.line, doubt))
    return matched


def _after(
    row: StaffRow,
    person: Person | None,
    ids: Mapping[str, int],
    asks: Person | None,
    doubts: list[StaffDoubt],
) -> Person:
    """Return the person as the list wants them, as far as who asks may."""
    is_admin = asks is None or Role.ADMIN in asks.roles
    roles = row.roles
    if Role.ADMIN in roles and not is_admin and not (person and Role.ADMIN in person.roles):
        doubts.append(StaffDoubt(row.line, words.admin_not_given(row.name)))
        roles -= {Role.ADMIN}
    places = {ids[name] for name in row.agencies}
    memberships = tuple(Membership(place, row.is_head) for place in sorted(places))
    if person is None:
        address = row.address or Address.DONG_CHI
        return Person(
            0, row.name, row.phone, address, roles or frozenset({Role.OFFICER}), memberships
        )
    if Role.ADMIN in person.roles and not is_admin:
        return person
    # Nobody locks themselves out by a list.
    kept = person.roles if asks and asks.id == person.id else person.roles & _KEPT
    return replace(
        person,
        name=row.name,
        phone=row.phone or person.phone,
        address=row.address or person.address,
        roles=(roles or person.roles) | kept,
        memberships=memberships or person.memberships,
    )


def _groups(new: Sequence[str], known: Known) -> tuple[tuple[Agency, tuple[int, ...]], ...]:
    """Return the groups that gain members: all that fit when empty, else the new ones that fit."""
    ids = {name: -number for number, name in enumerate(new, 1) if not is_group(name)}
    single = {a.name: a.id for a in known.agencies if not a.is_group}
    grown = []
    for group in known.agencies:
        if not group.is_group:
            continue
        names = [*ids] if group.members else [*single, *ids]
        found = {(single | ids)[name] for name in propose_members(group.name, names)}
        members = tuple(sorted({*group.members, *found}))
        if members != tuple(sorted(group.members)):
            grown.append((group, members))
    return tuple(grown)
