"""What the list of a zip package's parts says, before any part is unpacked.

Limits after OWASP ASVS 5.0 (5.2.3, 5.2.5): the unpacked sum, ratio, number of entries, links.
"""

import stat
import zipfile
from collections.abc import Sequence

MEGABYTE = 1024 * 1024
MOST_ENTRIES = 2_000
MOST_RATIO = 200  # of one part above a megabyte; real office XML packs 10-60 to one


def is_odd(entries: Sequence[zipfile.ZipInfo], most_unpacked: int) -> bool:
    """Return whether a package holds what no office program writes: a bomb, a link, a way out.

    `most_unpacked` is bytes of all parts together.
    """
    names = [entry.filename for entry in entries]
    if len(entries) > MOST_ENTRIES or len(set(names)) != len(names):
        return True
    if sum(entry.file_size for entry in entries) > most_unpacked:
        return True
    return any(_is_odd_part(entry) for entry in entries)


def _is_odd_part(entry: zipfile.ZipInfo) -> bool:
    link = stat.S_ISLNK(entry.external_attr >> 16)
    dense = entry.file_size > MEGABYTE and entry.file_size > MOST_RATIO * entry.compress_size
    outside = entry.filename.startswith("/") or ".." in entry.filename.split("/")
    return link or dense or outside
