"""What `nhacviec check` finds out about the accounts on the platforms."""

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """How much a finding matters."""

    OK = "ok"
    NOTE = "note"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found out about an account."""

    account: str
    weight: Weight
    kind: str
    """A word for programs: "ok", "wrong token", "blocked page", "unreachable", "webhook" …"""
    says: str
