"""Long lists, a page at a time."""

from dataclasses import dataclass

from starlette.requests import Request

PAGE = "trang"
"""The query parameter that says which page."""
_FURTHEST = 100_000


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of a list is shown. Numbers begin with 1."""

    number: int
    size: int
    total: int
    """How many rows there are in all."""

    @property
    def last(self) -> int:
        """The number of the last page; 1 for an empty list."""
        return max(1, -(-self.total // self.size))

    @property
    def first_row(self) -> int:
        """The number of the first row shown; 0 in an empty list."""
        return min(self.total, (self.number - 1) * self.size + 1)

    @property
    def last_row(self) -> int:
        """The number of the last row shown."""
        return min(self.total, self.number * self.size)


def asked_page(request: Request) -> int:
    """Return which page an address asks for; 1 when it says nothing that can be meant."""
    said = request.query_params.get(PAGE, "")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 8 else 1
    return min(max(1, number), _FURTHEST)


def paging(number: int, size: int, total: int) -> Paging:
    """Return where a list stands; a page past its end is its last."""
    return Paging(min(number, max(1, -(-total // size))), size, total)
