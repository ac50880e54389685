"""The verifier as one file that needs nothing of ours: what travels inside each dossier."""

from importlib import resources

_IMPORT = "from jobs.reports.dossier.seals import ("
_FUTURE = "from __future__ import annotations\n"


def verifier() -> bytes:
    """Return `kiem_tra.py` with `seals.py` in place of the import of it."""
    folder = resources.files("jobs.reports.dossier")
    checks = folder.joinpath("kiem_tra.py").read_text("utf-8")
    seals = folder.joinpath("seals.py").read_text("utf-8").partition(_FUTURE)[2]
    before, _, rest = checks.partition(_IMPORT)
    after = rest.partition(")\n")[2]
    return f"{before}{seals}{after}".encode()
