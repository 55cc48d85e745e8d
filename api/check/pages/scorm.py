"""The course as a SCORM 1.2 package for learning systems: `python -m api.check.pages.scorm dist/tavshedspligt-scorm12.zip`.

In: the course with its stored answers, and `web/`. Out: a zip that asks nobody for anything and tells its system one thing: completed.
The same input gives the same bytes.
"""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from api.check.pages import course, files
from api.check.pages.words import words

_EPOCH = (1980, 1, 1, 0, 0, 0)
_NOT_IN = ("js/check.js", "js/classroom.js", "icons/icon-", "icons/maskable-")


def package() -> dict[str, bytes]:
    """The files of the package by name."""
    inside = {name: content for name, content in files.served().items() if not name.startswith(_NOT_IN)}
    title = str(words()["scorm"]["title"])
    page = files.template("scorm.html").substitute(
        title=escape(title), content=course.content(), patterns=files.template("patterns.html").template
    )
    inside["index.html"] = page.encode()
    inside["imsmanifest.xml"] = _manifest(title, sorted(inside)).encode()
    return inside


def write(path: Path) -> None:
    """Write the package to `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(path, "w", ZIP_DEFLATED) as made:
        for name, content in sorted(package().items()):
            about = ZipInfo(name, _EPOCH)
            about.compress_type = ZIP_DEFLATED
            about.external_attr = 0o644 << 16
            made.writestr(about, content)


def _manifest(title: str, names: list[str]) -> str:
    listed = "".join(f'<file href="{escape(name)}"/>' for name in names)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<manifest identifier="tavshedstjek-kursus" version="1.2" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2" '
        'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">'
        "<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>"
        '<organizations default="kursus"><organization identifier="kursus">'
        f'<title>{escape(title)}</title><item identifier="kursus-1" identifierref="side"><title>{escape(title)}</title></item>'
        "</organization></organizations>"
        f'<resources><resource identifier="side" type="webcontent" adlcp:scormtype="sco" href="index.html">{listed}</resource></resources>'
        "</manifest>\n"
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]))
