"""The sealing minutes: one printable page, kept apart from the dossier and signed by people."""

import re
from html import escape as e

import segno

from data.domain.dossier import DossierContent
from data.texts import dossier_guide as guide
from data.texts.decree import MOTTO, STATE, issuer

_STYLE = """
@page{size:A4;margin:20mm 15mm 20mm 30mm}
body{margin:0 auto;max-width:165mm;padding:8mm 0;font:14pt/1.45 "Times New Roman",Tinos,serif;color:#000}
header{display:flex;justify-content:space-between;text-align:center;font-size:12pt;font-weight:bold;gap:8mm}
header p{margin:0}header u{text-underline-offset:1.5mm}h1{font-size:14pt;text-align:center;margin:10mm 0 6mm}
dl{margin:0}dt{font-size:12pt;margin-top:3mm}dd{margin:0;font-weight:bold;overflow-wrap:anywhere}
code span{white-space:nowrap}.code,code{font:11pt/1.4 "Courier New",monospace;font-weight:bold}
.seal{display:flex;gap:8mm;align-items:center;margin-top:6mm}.seal svg{width:38mm;height:38mm;flex:none}
.seal p{margin:0;font-size:12pt}.day{text-align:right;font-style:italic;margin:8mm 0 4mm}
.sign{display:flex;text-align:center;font-size:12pt}.sign div{flex:1;min-height:35mm}
.sign p{margin:0}.sign i{font-size:11pt}
"""


def minutes_page(content: DossierContent, name: str, digest: str, key: str) -> str:
    """Return the page. `digest` is the SHA-256 of the tag manifest, `key` the fingerprint."""
    rows = guide.minutes_lines(content, name, digest, key)
    facts = "".join(
        f"<dt>{e(label)}</dt><dd{_code(value, digest, key)}>{e(value)}</dd>"
        for label, value in rows
    )
    code = segno.make(f"{digest} {key}", error="m", micro=False)
    before, command, after = guide.minutes_note()
    # An option is not torn from its dashes.
    options = " ".join(f"<span>{e(part)}</span>" for part in re.split(" (?=--)", command))
    places = "".join(
        f"<div><p><b>{e(who)}</b></p><p><i>{e(how)}</i></p></div>"
        for who, how in guide.minutes_places()
    )
    return (
        '<!doctype html>\n<html lang="vi"><head><meta charset="utf-8">'
        f"<title>{e(guide.MINUTES_TITLE)}</title><style>{_STYLE}</style></head><body>\n"
        f"<header>{_two_lines(*(line.upper() for line in issuer(content.ward_name)))}"
        f"{_two_lines(STATE, MOTTO)}</header>\n"
        f"<h1>{e(guide.MINUTES_TITLE)}</h1>\n<dl>{facts}</dl>\n"
        f'<div class="seal">{code.svg_inline(border=1, omitsize=True)}'
        f"<p>{e(before)}<br><code>{options}</code><br>{e(after)}</p></div>\n"
        f'<p class="day">{e(guide.minutes_date())}</p><div class="sign">{places}</div>\n'
        "</body></html>\n"
    )


def _two_lines(above: str, below: str) -> str:
    return f"<div><p>{e(above)}</p><p><u>{e(below)}</u></p></div>"


def _code(value: str, *codes: str) -> str:
    return ' class="code"' if value in codes else ""
