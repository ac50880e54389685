"""Updates that nobody waits for an answer to."""


class QuietError(Exception):
    """A channel read an update that asks for nothing: it is done, and nothing is said.

    A message of a group that is not for us, a service message, a live location moving on. It is
    no `ValueError`: nothing is wrong with the update, and trying again would read the same.
    """
