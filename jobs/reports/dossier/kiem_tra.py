"""Kiểm tra một hồ sơ của Nhắc Việc: chỉ cần Python 3.8 trở lên, không cần mạng hay cài thêm gì.

    python kiem_tra.py [HỒ SƠ] [--khoa SHA256:…] [--dau 16-chữ-số] [--bien-ban 64-chữ-số]

HỒ SƠ là tệp .zip hoặc thư mục đã giải nén; bỏ trống: thư mục chứa tệp này. Ba mục sau lấy từ bên
ngoài hồ sơ (biên bản niêm phong, tin tổng hợp tuần): có chúng thì kiểm tra mới thật chắc chắn.
Kết thúc bằng mã 0: nguyên vẹn; 1: có sai lệch; 2: không mở được, không phải hồ sơ, hoặc gõ sai.

This travels inside each dossier, with `seals` in place of its import, and is what `nhacviec verify`
runs. It needs only the standard library of Python 3.8, and so speaks Vietnamese itself.
"""

from __future__ import annotations

import sys

if __name__ == "__main__" and not getattr(sys.flags, "safe_path", sys.flags.isolated):
    del sys.path[0]  # somebody's own json.py that lies beside this is not to be run

import base64
import hashlib
import json
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from jobs.reports.dossier.seals import (
    BAG,
    LOG,
    canonical,
    fingerprint,
    is_signed,
    ssh_key,
    zip_faults,
)

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
MANIFEST, TAGS, KEY = "manifest-sha256.txt", "tagmanifest-sha256.txt", "khoa-niem-phong.pub"
SIGNATURE = TAGS + ".sig"
EVIDENCE = "data/minh-chung/"
EVENTS, WORDS = "data/nhat-ky/su-kien.jsonl", "data/nhat-ky/bao-cao.jsonl"
CHECKPOINT = "data/nhat-ky/diem-niem-phong.txt"
SEALED = "log.sealed"
_LARGEST_TEXT = 64 << 20
_SHOWN = 20
_LITTER = re.compile(r"(?:.*/)?(?:\.DS_Store|\._[^/]*|Thumbs\.db|desktop\.ini)", re.IGNORECASE)
_BY_ITSELF = " (máy tính tự tạo khi mở thư mục: xóa đi rồi kiểm tra lại)"
_OUTSIDE = {
    "--khoa": (r"SHA256:[A-Za-z0-9+/]{43}", "SHA256: và 43 ký tự, như trên biên bản niêm phong"),
    "--dau": (r"[0-9A-Fa-f]{16,64}", "ít nhất 16 chữ số 0-9, a-f, như trong tin tổng hợp tuần"),
    "--bien-ban": (r"[0-9A-Fa-f]{64}", "64 chữ số 0-9, a-f, như trên biên bản niêm phong"),
}


class Step(NamedTuple):
    """One thing that was looked at, what was seen, and what is wrong."""

    title: str
    seen: str
    faults: Sequence[str]


class NotADossier(Exception):  # noqa: N818 - a verdict, not an error of ours
    """What was given cannot be opened as a dossier at all."""


class Unreadable(Exception):  # noqa: N818 - a verdict, too
    """A file of the dossier is not there or not what it has to be; says so in a sentence."""


class Dossier:
    """The files of a dossier, in a zip or a folder, under names relative to its bag."""

    def __init__(self, path: Path) -> None:
        self.faults: list[str] = []
        self.opens: dict[str, Callable[[], Any]] = {}
        self.folders: set[str] = set()
        if path.is_dir():
            self._open_folder(path)
        else:
            self._open_zip(path)
        if "bagit.txt" not in self.opens:
            raise NotADossier(
                "không thấy tệp bagit.txt, nên đây không phải hồ sơ của Nhắc Việc; "
                "nếu hồ sơ ở thư mục con thì chỉ đúng thư mục đó"
            )

    def _open_folder(self, path: Path) -> None:
        # Not among other things: they may be what is shown for the dossier that is looked at here.
        inside = list(path.glob("*"))
        root = inside[0] if len(inside) == 1 and inside[0].is_dir() else path
        for file in sorted(root.rglob("*")):
            name = file.relative_to(root).as_posix()
            if file.is_symlink() or not (file.is_dir() or file.is_file()):
                self.faults.append(f"{name}: là lối tắt hay thứ khác, không phải tệp")
            elif file.is_dir():
                self.folders.add(name)
            else:
                self.opens[name] = partial(file.open, "rb")

    def _open_zip(self, path: Path) -> None:
        try:
            archive = zipfile.ZipFile(path)
            infos = archive.infolist()
            self.faults += zip_faults(path, infos)
        except FileNotFoundError:
            raise NotADossier(f"không có tệp hay thư mục {path}") from None
        except Exception:
            raise NotADossier("tệp .zip hỏng, chép thiếu hoặc không phải .zip") from None
        if any(info.flag_bits & 1 or info.compress_type not in (0, 8) for info in infos):
            raise NotADossier("tệp .zip có mật khẩu hay nén kiểu lạ: giải nén rồi kiểm tra thư mục")
        # Whoever packed it again may have left out the one folder that everything lies in.
        is_bare = any(info.filename == "bagit.txt" for info in infos)
        for info in infos:
            base, _, name = info.filename.partition("/")
            if is_bare:
                base, name = "", info.filename
            if base != ("" if is_bare else infos[0].filename.partition("/")[0]):
                self.faults.append(f"{info.filename}: nằm thừa trong .zip")
            elif name in self.opens:
                self.faults.append(f"{info.filename}: có hai lần trong .zip")
            elif not info.is_dir():
                self.opens[name] = partial(archive.open, info)
            elif name:
                self.folders.add(name[:-1])

    def _open(self, name: str) -> Any:
        if name not in self.opens:
            raise Unreadable(f"thiếu tệp {name}")
        return self.opens[name]()

    def pieces(self, name: str, size: int = 1 << 20) -> Iterator[bytes]:
        """Yield a file piece by piece. Raises Unreadable when it is not there."""
        with self._open(name) as file:
            yield from iter(lambda: file.read(size), b"")

    def read(self, name: str) -> bytes:
        """Return a short file's content."""
        return next(self.pieces(name, _LARGEST_TEXT), b"")

    def lines(self, name: str) -> Iterator[dict[str, Any]]:
        """Yield the JSON objects of a file, one a line."""
        with self._open(name) as file:
            yield from (json.loads(line.decode("ascii")) for line in file)

    def key(self) -> bytes:
        """Return the public key, 32 bytes."""
        kind, text = self.read(KEY).decode("ascii").split()[:2]
        packed = base64.b64decode(text)
        if kind != "ssh-ed25519" or packed != ssh_key(packed[-32:]):
            raise Unreadable(f"{KEY} không phải khóa Ed25519")
        return packed[-32:]

    def manifest(self, name: str) -> dict[str, str]:
        """Return what a manifest lists: digests by name."""
        listed: dict[str, str] = {}
        for line in self.read(name).decode("ascii").splitlines():
            found = re.fullmatch(r"([0-9a-f]{64})  ([!-~]+)", line)
            if found is None or found[2] in listed:
                raise Unreadable(f"{name}: không đọc được dòng “{line[:80]}”")
            listed[found[2]] = found[1]
        return listed


_HEADER = ("ward", "seq", "at", "kind", "actor", "subject", "digest", "prev")


class _Log:
    """What the event log says, walked through once."""

    def __init__(self, entries: Iterable[dict[str, Any]]) -> None:
        self.faults: list[str] = []
        self.shown = 0
        self.heads = [""]
        self.seals: list[dict[str, Any]] = []
        self.files: dict[int, str] = {}
        self.aside: set[int] = set()
        self.under: dict[int, set[int]] = {}
        self.words: dict[int, str] = {}
        ward = None
        for number, entry in enumerate(entries, 1):
            header = {name: entry[name] for name in _HEADER}
            ward = header["ward"] if number == 1 else ward
            follows = [number, self.heads[-1], ward] == [header[x] for x in ("seq", "prev", "ward")]
            if not follows or hashlib.sha256(canonical(header)).hexdigest() != entry["hash"]:
                self.faults.append(f"mục {number} không nối liền với mục trước")
            self.heads.append(entry["hash"])
            if (content := entry.get("content")) is not None:
                self.shown += 1
                if hashlib.sha256(canonical(content)).hexdigest() != header["digest"]:
                    self.faults.append(f"mục {number}: nội dung đã bị sửa")
                self._learn(header["kind"], header["subject"], content)

    def _learn(self, kind: str, subject: str, content: dict[str, Any]) -> None:
        if kind == SEALED:
            self.seals.append(content)
        elif kind == "evidence.kept":
            self.files.update({e["id"]: e["sha256"] for e in content["evidence"] if e["sha256"]})
        elif kind == "evidence.stored":
            self.files[int(subject.partition(":")[2])] = content["sha256"]
        elif kind == "evidence.destroyed":
            self.files = {i: d for i, d in self.files.items() if i not in content["evidence"]}
        elif kind == "evidence.set_aside":
            self.aside.update(content["evidence"])
        elif kind == "evidence.taken_back":
            self.aside -= set(content["evidence"])
        elif kind in ("report.stored", "evidence.added"):
            self.under.setdefault(content["report"], set()).update(content["evidence"])
        elif kind == "evidence.taken_out":
            self.under[content["report"]] -= set(content["evidence"])
        elif kind == "report.undone":
            self.under[content["report"]] = set()
        if kind in ("report.stored", "report.amended") and "words" in content:
            self.words[content["report"]] = content["words"]


class _Check:
    """The steps; `outside` is what was given besides the dossier."""

    def __init__(self, dossier: Dossier, outside: dict[str, str]) -> None:
        self._dossier, self._outside = dossier, outside
        self._log = _Log(())

    def files(self) -> tuple[str, list[str]]:
        """Every file is listed and as it was listed, and no other is there."""
        payload, tags = self._dossier.manifest(MANIFEST), self._dossier.manifest(TAGS)
        known, here, faults = {**payload, **tags}, set(self._dossier.opens), self._dossier.faults[:]
        if self._dossier.read("bagit.txt") != DECLARATION:
            faults.append("bagit.txt không đúng như BagIt 1.0 quy định")
        for name in sorted(known):
            if name.startswith("data/") != (name in payload) or name in (TAGS, SIGNATURE):
                faults.append(f"{name}: ghi nhầm chỗ trong bảng kê")
            elif name not in here:
                faults.append(f"{name}: bị thiếu")
            elif (digest := self._digest(name)) != known[name]:
                faults.append(f"{name}: {'' if digest else 'không đọc được: hỏng hoặc '}đã bị sửa")
        for name in sorted(here - set(known) - {TAGS, SIGNATURE}):
            own = _BY_ITSELF if _LITTER.fullmatch(name) else ""
            faults.append(f"{name}: tệp lạ, không có trong bảng kê{own}")
        held = {name[:i] for name in here | set(known) for i, c in enumerate(name) if c == "/"}
        strange = sorted(self._dossier.folders - held)
        faults += [f"{name}/: thư mục lạ, không có trong bảng kê" for name in strange]
        return f"{len(payload)} tệp nội dung, {len(tags)} tệp kèm theo", faults

    def _digest(self, name: str) -> str:
        found = hashlib.sha256()
        try:
            for piece in self._dossier.pieces(name):
                found.update(piece)
        except Exception:
            return ""  # a zip notices by itself that a file in it is not whole
        return found.hexdigest()

    def signature(self) -> tuple[str, list[str]]:
        """The list of lists is signed, by the key and for the dossier that others know of."""
        key, tags, faults = self._dossier.key(), self._dossier.read(TAGS), []
        if not is_signed(tags, self._dossier.read(SIGNATURE), key, BAG):
            faults.append("chữ ký không khớp: hồ sơ đã bị thay đổi sau khi ký")
        own, digest = fingerprint(key), hashlib.sha256(tags).hexdigest()
        if self._outside.get("--khoa", own) != own:
            faults.append("ký bằng khóa khác với khóa đồng chí đưa ra")
        if self._outside.get("--bien-ban", digest).lower() != digest:
            faults.append("không phải hồ sơ ghi trong biên bản niêm phong")
        return (
            f"khóa {own}{self._held('--khoa')}, mã hồ sơ {digest}{self._held('--bien-ban')}",
            faults,
        )

    def _held(self, option: str) -> str:
        return "" if option in self._outside else f" (chưa đối chiếu, xem {option})"

    def chain(self) -> tuple[str, list[str]]:
        """Every entry of the event log goes on from the one before."""
        self._log = _Log(self._dossier.lines(EVENTS))
        return f"{len(self._log.heads) - 1} mục, {self._log.shown} kèm nội dung", self._log.faults

    def checkpoint(self) -> tuple[str, list[str]]:
        """The log ends where it was sealed, and says what it said each time it was sealed."""
        text, heads, faults = self._dossier.read(CHECKPOINT), self._log.heads, []
        origin, size, head = text.decode("utf-8").splitlines()
        if not is_signed(text, self._dossier.read(CHECKPOINT + ".sig"), self._dossier.key(), LOG):
            faults.append("chữ ký của điểm niêm phong không khớp")
        if (int(size), head) != (len(heads) - 1, heads[-1]):
            faults.append(f"nhật ký không dừng đúng ở mục {size}: đã bị cắt hoặc viết lại")
        for old in self._log.seals:
            if (old["origin"], old["head"]) != (origin, heads[old["size"]]):
                faults.append(f"nhật ký khác với lần niêm phong ở mục {old['size']}")
        seal = self._outside.get("--dau")
        if seal and (len(seal) < 16 or not any(h.startswith(seal.lower()) for h in heads)):
            faults.append(
                f"dấu {seal} không có trong nhật ký: nhật ký đã bị viết lại, trừ khi tin tổng hợp "
                "có dấu này gửi sau lúc xuất hồ sơ hoặc là của phường khác"
            )
        return f"mục {size}, trước đó {len(self._log.seals)} lần{self._held('--dau')}", faults

    def evidence(self) -> tuple[str, list[str]]:
        """What lies here as evidence and words is what the log says was received."""
        faults, log = [], self._log
        payload = self._dossier.manifest(MANIFEST)
        for name in sorted(n for n in payload if n.startswith(EVIDENCE)):
            if name.endswith("/index.html"):
                continue
            found = re.search(r"/([0-9]+)-([0-9a-f]{12})\.[a-z0-9]+$", name)
            logged = log.files.get(int(found[1])) if found else None
            if not found or (logged, found[2]) != (payload[name], payload[name][:12]):
                faults.append(f"{name}: không phải tệp mà nhật ký ghi là đã nhận")
        here = {*payload.values(), ""}
        for report, files in sorted(log.under.items()):
            lost = [i for i in sorted(files - log.aside) if log.files.get(i, "") not in here]
            faults += [f"minh chứng số {i} của báo cáo {report} bị bỏ ra" for i in lost]
        said = set()
        for line in self._dossier.lines(WORDS):
            report, text = line["report"], line["text"].encode("utf-8", "surrogatepass")
            digest = hashlib.sha256(text).hexdigest()
            if report not in log.under or log.words.get(report, digest) != digest:
                faults.append(f"lời của báo cáo {report} khác với nhật ký")
            said.add(report)
        faults += [f"lời của báo cáo {i} bị bỏ ra" for i in sorted(log.under.keys() - said)]
        return f"{len(log.files)} tệp đã nhận, {len(said)} báo cáo", faults


def check(path: Path, outside: dict[str, str] | None = None) -> list[Step]:
    """Return what was looked at in a dossier, a zip or a folder. Raises NotADossier.

    `outside` is known from elsewhere: "--khoa", "--dau", "--bien-ban", as on the command line.
    """
    steps = _Check(Dossier(path), outside or {})
    return [
        _step("Từng tệp khớp bảng kê", steps.files),
        _step("Chữ ký niêm phong", steps.signature),
        _step("Nhật ký liền mạch", steps.chain),
        _step("Điểm niêm phong nhật ký", steps.checkpoint),
        _step("Minh chứng khớp nhật ký", steps.evidence),
    ]


def _step(title: str, look: Callable[[], tuple[str, list[str]]]) -> Step:
    try:
        return Step(title, *look())
    except Unreadable as error:
        return Step(title, "", (str(error),))
    except Exception:
        # Whatever cannot be read as it was written has been changed.
        return Step(title, "", ("không đọc được: tệp hỏng hoặc đã bị sửa",))


def _plain(fault: str) -> str:
    """A file may be called so that its name ends the line and goes on with a verdict of its own."""
    return "".join(c if c.isprintable() else "?" for c in fault)


def verdict(steps: Sequence[Step], outside: Iterable[str]) -> list[str]:
    """Return what was found as lines to print. `outside` names what was given besides."""
    lines = []
    for step in steps:
        lines.append(f"{'SAI ' if step.faults else 'ĐÚNG'} {step.title}: {step.seen}".rstrip(": "))
        lines += [f"       - {_plain(fault)}" for fault in step.faults[:_SHOWN]]
        if len(step.faults) > _SHOWN:
            lines.append(f"       - và {len(step.faults) - _SHOWN} chỗ khác")
    if any(step.faults for step in steps):
        return [*lines, "KẾT LUẬN: hồ sơ KHÔNG còn nguyên vẹn như khi xuất."]
    if {"--khoa", "--bien-ban"}.isdisjoint(outside):
        return [
            *lines,
            "KẾT LUẬN: không thấy sai lệch, nhưng CHƯA đối chiếu với biên bản niêm phong",
            "(--bien-ban, --khoa): hồ sơ giả, ký bằng khóa khác, cũng cho kết quả này.",
        ]
    return [*lines, "KẾT LUẬN: hồ sơ nguyên vẹn như khi xuất."]


def main(arguments: Sequence[str]) -> int:
    """Check what the command line names, print the verdict and return the exit code."""
    left, outside = list(arguments), {}
    while len(left) > 1 and left[-2] in _OUTSIDE:
        outside[left[-2]] = left[-1].strip()
        del left[-2:]
    if len(left) > 1 or any(word.startswith("-") for word in left):
        print((__doc__ or "").partition("\n\nThis travels")[0])
        return 0 if left in (["-h"], ["--help"]) else 2
    try:
        for option, said in outside.items():
            if not re.fullmatch(_OUTSIDE[option][0], said):  # a slip of the finger accuses nobody
                raise NotADossier(f"{option} phải là {_OUTSIDE[option][1]}")
        steps = check(Path(left[0]) if left else Path(__file__).resolve().parent, outside)
    except NotADossier as error:
        print(f"Không kiểm tra được: {error}.")
        return 2
    print("\n".join(verdict(steps, outside)))
    return 1 if any(step.faults for step in steps) else 0


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.exit(main(sys.argv[1:]))
