"""The town of the hostile input, in which a file has to go."""

from tests.bad_input.conftest import scene

__all__ = ["scene"]
