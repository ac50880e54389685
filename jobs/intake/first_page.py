"""The words of a document's first page, for who looks whether it bears a stamp."""

from jobs.intake.guard import Format, recognise

_LINES = 60
"""Paragraphs of a Word document that its first page can hold."""


def first_page(content: bytes, filename: str) -> str:
    """Return them line by line; "" for other kinds of files. Raises IntakeError."""
    kind = recognise(content, filename)
    if kind is Format.PDF:
        from jobs.intake.readers.pdf import first_page as of_pdf

        return of_pdf(content)
    if kind is Format.DOCX:
        from jobs.intake.readers.docx import read_docx

        blocks = read_docx(content).blocks[:_LINES]
        cells = (
            [block] if isinstance(block, str) else [c.text for r in block.rows[:5] for c in r.cells]
            for block in blocks
        )
        return "\n".join(text for lines in cells for text in lines)
    return ""
