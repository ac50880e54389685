"""What archives read about a dossier: `bag-info.txt` and `ho-so.xml`.

Source: NĐ 30/2020/NĐ-CP, Phụ lục VI (kiểm tra lại): the fields of a file and of its documents, in
time order. Luật Lưu trữ 33/2024/QH15 and TT 10/2022/TT-BNV (kiểm tra lại) for how long it is kept.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from xml.sax.saxutils import escape, quoteattr

from data.domain.dossier import DossierContent, ShownReport, ShownTask
from data.domain.localtime import local
from data.texts import dossier as words

_UNPRINTABLE = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class _Document:
    at: datetime
    kind: str
    organ: str
    subject: str
    signer: str
    notation: str = ""
    path: str = ""
    sha256: str = ""
    dated: str = ""
    """The day on the document, when that is not when it came."""


def bag_info(content: DossierContent, octets: int, files: int) -> bytes:
    """Return the file: BagIt's own fields, then those of Phụ lục VI."""
    fields = (
        ("Source-Organization", content.ward_name),
        ("External-Description", words.description(content)),
        ("Bagging-Date", f"{local(content.made_at):%Y-%m-%d}"),
        ("Payload-Oxum", f"{octets}.{files}"),
        *((f"HoSo-{name}", value) for name, value in _fields(content)),
    )
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in fields).encode(
        "utf-8", "replace"
    )


def _fields(content: DossierContent) -> tuple[tuple[str, str], ...]:
    return (
        ("OrganId", f"phuong-{content.ward_id}"),
        ("FileCatalog", str(content.plan.year or content.span.end.year)),
        ("FileNotation", content.plan.number or ""),
        ("Title", words.description(content)),
        ("Maintenance", words.kept_for(content.keep_years)),
        ("Rights", words.RIGHTS),
        ("Creator", content.ward_name),
        ("StartDate", content.span.start.isoformat()),
        ("EndDate", content.span.end.isoformat()),
    )


def dossier_xml(content: DossierContent) -> Iterator[bytes]:
    """Yield `ho-so.xml`: the file's fields, who has a part in it, its documents in time order."""
    documents = sorted(_documents(content), key=attrgetter("at"))
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<HoSo>\n'
    for name, value in (*_fields(content), ("DocTotal", str(len(documents)))):
        yield _element(name, value)
    yield b"<CoMat>\n"
    for one in content.witnesses:
        # The number by which the event log calls them.
        name, agency = _attribute(one.name), _attribute(one.agency)
        yield f'<Nguoi so="person:{one.person_id}" ten={name} coQuan={agency}/>\n'.encode()
    yield b"</CoMat>\n"
    for number, document in enumerate(documents, 1):
        yield _one(number, document)
    yield b"</HoSo>\n"


def _documents(content: DossierContent) -> Iterator[_Document]:
    plan = content.plan
    sha256, path = content.plan_file or ("", "")
    organ, number = plan.issuer or content.ward_name, plan.number or ""
    subject = plan.title or words.called(plan)
    dated = plan.issued_on.isoformat() if plan.issued_on else ""
    yield _Document(plan.created_at, words.PLAN, organ, subject, "", number, path, sha256, dated)
    for task in content.tasks:
        for work in task.works:
            for shown in work.reports:
                yield from _of_report(task, shown)
            for asked in work.requests:
                by, said = asked.by, words.request(asked)
                about = (asked.request.at, words.REQUEST, by.agency, said, by.name)
                yield _Document(*about, f"#{task.task.code}")


def _of_report(task: ShownTask, shown: ShownReport) -> Iterator[_Document]:
    organ, signer = shown.by.agency, words.reporter_name(shown)
    notation = f"#{task.task.code}"
    said = words.words_of(shown)
    at = shown.report.created_at
    yield _Document(at, words.REPORT, organ, said, signer, notation)
    for one in shown.reviews:
        said = words.verdict(one)
        about = (one.review.at, words.REVIEW, one.by.agency, said, one.by.name, notation)
        yield _Document(*about)
    for file in shown.files:
        e = file.evidence
        shows = (e.received_at, words.EVIDENCE, organ, e.name, signer, notation)
        yield _Document(*shows, file.path, e.sha256 or "")


def _one(number: int, document: _Document) -> bytes:
    fields = (
        ("DocOrdinal", str(number)),
        ("TypeName", document.kind),
        ("CodeNotation", document.notation),
        ("IssuedDate", document.dated or local(document.at).isoformat(timespec="seconds")),
        ("OrganName", document.organ),
        ("Subject", document.subject),
        ("SignerInfo", document.signer),
        ("Path", document.path),
        ("Sha256", document.sha256),
    )
    return b"<Document>" + b"".join(_element(*f) for f in fields if f[1]) + b"</Document>\n"


def _element(name: str, value: str) -> bytes:
    return f"<{name}>{escape(_UNPRINTABLE.sub('', value))}</{name}>\n".encode()


def _attribute(value: str) -> str:
    return quoteattr(_UNPRINTABLE.sub("", value))
