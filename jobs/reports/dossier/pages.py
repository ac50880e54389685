"""The dossier's own pages: plain HTML without script, read from a folder without a network."""

from collections.abc import Iterator
from datetime import date
from html import escape as e
from itertools import chain

from data.domain.dossier import DossierContent, ShownFile, ShownTask, ShownWork
from data.domain.localtime import local_date
from data.texts import dossier as words
from data.texts import dossier_guide as guide
from data.texts import dossier_pages as labels

_STYLE = """
:root{color-scheme:light}*{box-sizing:border-box}
body{margin:0 auto;max-width:62rem;padding:1.25rem;font:17px/1.5 system-ui,"Segoe UI",Roboto,
"Noto Sans",Arial,sans-serif;color:#16252a;background:#fff;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0}h2{font-size:1.15rem;margin:1.75rem 0 .5rem;
border-bottom:2px solid #0d4f5c;padding-bottom:.25rem}h3{font-size:1rem;margin:1.25rem 0 .25rem}
a{color:#0d4f5c}p{margin:.35rem 0}.soft{color:#4d6067;font-size:.9rem}
nav ul,ul.tasks,ul.files{list-style:none;padding:0;margin:.25rem 0}
ul.tasks li{padding:.4rem 0;border-bottom:1px solid #d3dde0}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem;margin:.5rem 0}
dt{color:#4d6067}dd{margin:0}
blockquote{margin:.35rem 0;padding:.4rem .8rem;background:#eef3f3;border-radius:.5rem;white-space:pre-line}
.files{display:flex;flex-wrap:wrap;gap:.75rem}
.files li{width:13rem;font-size:.8rem;line-height:1.35}
.files img{display:block;width:13rem;height:9.75rem;object-fit:contain;background:#eef3f3;border-radius:.4rem}
.files .doc{display:flex;align-items:center;justify-content:center;height:9.75rem;
background:#eef3f3;border-radius:.4rem;font-size:1.1rem;text-transform:uppercase}
code{font-size:.75rem}@media print{nav{display:none}}
@media (max-width:34rem){dl{grid-template-columns:1fr}dd{margin-bottom:.4rem}}
"""
_SHOWN_BY_BROWSERS = ("jpg", "png", "webp")


def _page(title: str, body: Iterator[str]) -> Iterator[bytes]:
    head = (
        '<!doctype html>\n<html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{e(title)}</title><style>{_STYLE}</style></head><body>\n"
    )
    return (part.encode("utf-8", "replace") for part in chain((head,), body, ("</body></html>\n",)))


def index_page(content: DossierContent, report: str) -> Iterator[bytes]:
    """Yield the first page: what there is, by component and task, each with its link.

    `report` is where the periodic report lies; empty when there is none.
    """
    return _page(words.title(content), _index(content, report))


def _index(content: DossierContent, report: str) -> Iterator[str]:
    yield f"<h1>{e(words.title(content))}</h1>\n"
    yield f'<p>{e(words.period(content.span))}</p><p class="soft">{e(words.made(content))}</p>\n'
    tasks, reports = sum(1 for _ in content.tasks), sum(1 for _ in content.reports)
    yield f"<p>{e(words.counts(tasks, reports, len(content.payload())))}</p>\n<p>"
    links = [
        ("../HUONG-DAN-KIEM-TRA.txt", labels.how_to_check()),
        ("bang-ke.xlsx", labels.evidence_list()),
    ]
    if report:
        links.append((report, labels.report_document()))
    if content.plan_file:
        links.append((content.plan_file[1].removeprefix("data/"), labels.plan_document()))
    yield " · ".join(f'<a href="{e(to)}">{e(label)}</a>' for to, label in links)
    yield f"</p>\n<nav><h2>{e(labels.contents())}</h2><ul>"
    for number, part in enumerate(content.parts, 1):
        yield f'<li><a href="#phan-{number}">{e(words.component(part.name))}</a> ({len(part.tasks)})</li>\n'
    yield "</ul></nav>\n"
    for number, part in enumerate(content.parts, 1):
        yield f'<h2 id="phan-{number}">{e(words.component(part.name))}</h2><ul class="tasks">\n'
        for task in part.tasks:
            yield _task_line(task, local_date(content.made_at))
        yield "</ul>\n"
    yield f"<h2>{e(guide.LIMITS_TITLE)}</h2><ul>"
    yield "".join(f"<li>{e(line)}</li>\n" for line in guide.limits())
    yield "</ul>\n"


def _task_line(task: ShownTask, today: date) -> str:
    link = f"{task.folder.removeprefix('data/')}/index.html"
    states = "".join(
        f'<p class="soft">{e(words.work_line(w))}: {e(words.light_and_state(w, today))}</p>'
        for w in task.works
    )
    return (
        f'<li id="viec-{task.task.code}"><a href="{e(link)}">{e(words.task_heading(task.task))}</a>'
        f"{states}</li>\n"
    )


def task_page(task: ShownTask, today: date) -> Iterator[bytes]:
    """Yield the page of a task: what was asked, what was said and shown, how late it is today."""
    return _page(words.task_heading(task.task), _task(task, today))


def _task(task: ShownTask, today: date) -> Iterator[str]:
    yield f'<p><a href="../../../index.html">{e(labels.back())}</a></p>\n'
    yield f"<h1>{e(words.task_heading(task.task))}</h1><dl>"
    facts = (
        (labels.plan_says(), task.task.plan_words),
        (labels.due_as_written(), task.task.time_text),
        (labels.led_by(), "; ".join(task.agencies)),
        (labels.product(), task.task.product or ""),
    )
    yield "".join(f"<dt>{e(name)}</dt><dd>{e(said)}</dd>" for name, said in facts if said)
    yield "</dl>\n"
    for work in task.works:
        yield from _work(task, work, today)


def _work(task: ShownTask, work: ShownWork, today: date) -> Iterator[str]:
    yield f"<h2>{e(words.work_line(work))}</h2><p>{e(words.light_and_state(work, today))}</p>\n"
    if not work.reports:
        yield f'<p class="soft">{e(labels.no_report())}</p>\n'
    for shown in work.reports:
        yield f"<h3>{e(words.reporter(shown))}</h3><blockquote>{e(words.words_of(shown))}</blockquote>\n"
        if shown.files:
            yield '<ul class="files">'
            yield from (_file(task, file) for file in shown.files)
            yield "</ul>\n"
        yield from (f"<p>{e(words.verdict(one))}</p>\n" for one in shown.reviews)
    yield from (f"<p>{e(words.request(one))}</p>\n" for one in work.requests)


def _file(task: ShownTask, file: ShownFile) -> str:
    if not file.path:
        return f"<li>{e(words.file_missing(file))}</li>\n"
    # Another task may hold the same bytes: then the link goes over there.
    own = file.path.startswith(f"{task.folder}/")
    link = file.path.removeprefix(f"{task.folder}/" if own else "data/")
    link = link if own else f"../../../{link}"
    ending = link.rpartition(".")[2]
    seen = (
        f'<img src="{e(link)}" alt="{e(file.evidence.name)}" loading="lazy">'
        if ending in _SHOWN_BY_BROWSERS
        else f'<span class="doc">{e(ending)}</span>'
    )
    digest = (file.evidence.sha256 or "")[:12]
    return f'<li><a href="{e(link)}">{seen}</a>{e(words.file_facts(file))}<br><code>{digest}</code></li>\n'
