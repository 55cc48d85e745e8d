"""What the detectors mark in a text, in the form that test tables are written in."""

from models.detectors import run
from models.document import Document


def marked(text: str) -> list[tuple[str, str]]:
    """(type, surface as written) of every finding, in text order."""
    document = Document(text)
    run(document)
    found = []
    for finding in document.findings:
        start, end = document.prepared.original_span(finding.start, finding.end)
        found.append((finding.type, text[start:end]))
    return found
