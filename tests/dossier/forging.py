"""What somebody does to a dossier who does not want it to be found out."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

from data.files.sealing_key import SealingKey
from jobs.reports.dossier.kiem_tra import CHECKPOINT, EVENTS, SIGNATURE, TAGS, WORDS
from jobs.reports.dossier.sealing import sign_as, sign_bag
from jobs.reports.dossier.seals import LOG, canonical
from tests.files.samples import picture

_HEADER = ("ward", "seq", "at", "kind", "actor", "subject", "digest", "prev")


def photo_of(bag: Path) -> Path:
    """Return the first photo."""
    return sorted(bag.rglob("*.jpg"))[0]


def flip_a_bit(bag: Path) -> None:
    photo = photo_of(bag)
    content = bytearray(photo.read_bytes())
    content[100] ^= 1
    photo.write_bytes(content)


def delete_the_photo(bag: Path) -> None:
    photo_of(bag).unlink()


def add_a_photo(bag: Path) -> None:
    content = picture("JPEG", (320, 200))
    digest = hashlib.sha256(content).hexdigest()
    photo_of(bag).with_name(f"000099-{digest[:12]}.jpg").write_bytes(content)


def swap_the_photo(bag: Path) -> None:
    """Put another picture in its place, under a name that fits it."""
    photo = photo_of(bag)
    content = picture("JPEG", (320, 200))
    digest = hashlib.sha256(content).hexdigest()
    photo.with_name(f"{photo.name.partition('-')[0]}-{digest[:12]}.jpg").write_bytes(content)
    photo.unlink()


def edit_an_event(bag: Path) -> None:
    log = _log(bag)
    log[3]["actor"] = "person:9"
    _write(bag, log)


def cut_the_log(bag: Path) -> None:
    _write(bag, _log(bag)[:-2])


def rechain(bag: Path) -> None:
    """Change what was said and compute every hash after it anew."""
    log, prev = _log(bag), ""
    log[2]["at"] = "2026-06-01T00:00:00.000000+00:00"
    for entry in log:
        entry["prev"] = prev
        prev = entry["hash"] = hashlib.sha256(canonical({h: entry[h] for h in _HEADER})).hexdigest()
    _write(bag, log)


def tell(bag: Path, *reports: tuple[int, str]) -> None:
    """Let the dossier say that this was said in these reports."""
    lines = (json.dumps({"report": number, "text": text}) + "\n" for number, text in reports)
    (bag / WORDS).write_text("".join(lines), "ascii")


def regenerate(bag: Path) -> None:
    """Write both manifests and the counts anew, so that they fit what lies there."""
    payload = sorted(p for p in (bag / "data").rglob("*") if p.is_file())
    info = (bag / "bag-info.txt").read_text("utf-8")
    oxum = f"Payload-Oxum: {sum(p.stat().st_size for p in payload)}.{len(payload)}"
    (bag / "bag-info.txt").write_text(re.sub(r"Payload-Oxum: \S+", oxum, info), "utf-8")
    _manifest(bag, "manifest-sha256.txt", payload)
    tags = [p for p in bag.iterdir() if p.is_file() and p.name not in (TAGS, SIGNATURE)]
    _manifest(bag, TAGS, sorted(tags))


def sign_again(bag: Path, key: SealingKey) -> None:
    """Seal log and dossier with a key, as its holder can."""
    log = _log(bag)
    origin = (bag / CHECKPOINT).read_text("utf-8").splitlines()[0]
    text = f"{origin}\n{len(log)}\n{log[-1]['hash']}\n".encode()
    (bag / CHECKPOINT).write_bytes(text)
    (bag / f"{CHECKPOINT}.sig").write_bytes(sign_as(key, text, LOG))
    regenerate(bag)
    (bag / SIGNATURE).write_bytes(sign_bag(key, (bag / TAGS).read_bytes()))


def _manifest(bag: Path, name: str, files: list[Path]) -> None:
    lines = (
        f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(bag).as_posix()}\n"
        for p in files
    )
    (bag / name).write_text("".join(lines), "ascii")


def _log(bag: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (bag / EVENTS).read_text("ascii").splitlines()]


def _write(bag: Path, log: list[dict[str, Any]]) -> None:
    lines = (json.dumps(e, separators=(",", ":")) + "\n" for e in log)
    (bag / EVENTS).write_text("".join(lines), "ascii")
