"""Uploads: pictures to send by attachment_id, files by token."""

import secrets
from typing import TYPE_CHECKING

from tests.zalo.emulation import calls
from tests.zalo.oa_emulator import account
from tests.zalo.oa_emulator.refusals import MistakeError

if TYPE_CHECKING:
    from tests.zalo.oa_emulator.account import ZaloOA

MEGABYTE = 1024 * 1024
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
_GIFS = (b"GIF87a", b"GIF89a")
_DOCUMENTS = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_ENDINGS = (".pdf", ".doc", ".docx")


async def upload_image(oa: "ZaloOA", call: calls.Call) -> dict[str, str]:
    """Take a JPEG or PNG of at most 1 MB."""
    return {"attachment_id": _keep(oa, call, "image", MEGABYTE, _IMAGES)}


async def upload_gif(oa: "ZaloOA", call: calls.Call) -> dict[str, str]:
    """Take a GIF of at most 5 MB."""
    return {"attachment_id": _keep(oa, call, "gif", 5 * MEGABYTE, _GIFS)}


async def upload_file(oa: "ZaloOA", call: calls.Call) -> dict[str, str]:
    """Take a PDF or Word document."""
    upload = _the_file(call)
    if not upload.name.lower().endswith(_ENDINGS):
        raise MistakeError("files are pdf, doc or docx", code=-233)
    return {"token": _keep(oa, call, "file", oa.switches.largest_file, _DOCUMENTS)}


def _the_file(call: calls.Call) -> calls.Upload:
    if set(call.files) != {"file"} or call.params:
        raise MistakeError("the one field is called file")
    return call.files["file"]


def _keep(
    oa: "ZaloOA", call: calls.Call, kind: str, most: int, beginnings: tuple[bytes, ...]
) -> str:
    upload = _the_file(call)
    if len(upload.data) > most:
        raise MistakeError(f"at most {most} bytes", code=-210)
    if not upload.data.startswith(beginnings):
        raise MistakeError("that is another type of file", code=-233)
    number, now = secrets.token_urlsafe(30), oa.clock.now()
    with oa.lock:
        oa.uploads[number] = account.Upload(number, kind, upload.name, upload.data, now)
    return number
