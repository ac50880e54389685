"""Documents are made between transactions: nobody waits to write while a workbook is put together.

A turn that asks for a document is rolled back, the document is made, and the turn is answered once
more, now with the document at hand.
"""

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar, cast

_Value = TypeVar("_Value")
_Made = TypeVar("_Made")
_MOST = 3
"""Documents of one turn that are made so: work that changes all the time is not chased for ever."""


class UnmadeError(Exception):
    """What a turn asks for has to be made first; what the turn did is rolled back."""

    def __init__(self, maker: Callable[[Any], Any], value: Any) -> None:
        super().__init__(maker.__name__)
        self.maker, self.value = maker, value


class Making:
    """What was made for one turn."""

    def __init__(self) -> None:
        self._made: list[tuple[Callable[[Any], Any], Any, Any]] = []

    async def take(self, maker: Callable[[_Value], _Made], value: _Value) -> _Made:
        """Return what `maker` made of a value. Raises UnmadeError when that is still to be made.

        `maker` takes a while and touches nothing.
        """
        for by, of, made in self._made:
            if by is maker and of == value:
                return cast("_Made", made)
        if len(self._made) < _MOST:
            raise UnmadeError(maker, value)
        return await asyncio.to_thread(maker, value)

    async def make(self, unmade: UnmadeError) -> None:
        """Make it, outside of any transaction."""
        made = await asyncio.to_thread(unmade.maker, unmade.value)
        self._made.append((unmade.maker, unmade.value, made))
