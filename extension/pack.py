"""Make the packages: `python extension/pack.py [folder [updates]]`. In: the files of this folder. Out: one folder and one zip for Chromium and Edge, one for Firefox.

The source is the same; only the manifest differs, where one browser does not know what is the other's. Equal input gives equal bytes. `updates`
is where Firefox asks for newer ones (Chromium has that address from policy).
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

HERE = Path(__file__).resolve().parent
SHIPPED = ("_locales", "background", "content", "data", "icons", "pages", "policy/schema.json")
Manifest = dict[str, Any]


def chromium(manifest: Manifest) -> Manifest:
    """For Chromium, Chrome and Edge: a service worker; the key gives the extension the same id everywhere."""
    made = {name: value for name, value in manifest.items() if name != "browser_specific_settings"}
    made["background"] = {name: value for name, value in manifest["background"].items() if name != "scripts"}
    return made


def firefox(manifest: Manifest) -> Manifest:
    """For Firefox: an event page; policy comes without a schema, the id stands in the Firefox part."""
    made = {name: value for name, value in manifest.items() if name not in ("key", "minimum_chrome_version", "storage")}
    made["background"] = {name: value for name, value in manifest["background"].items() if name != "service_worker"}
    return made


BROWSERS: dict[str, Callable[[Manifest], Manifest]] = {"chromium": chromium, "firefox": firefox}


def files() -> list[Path]:
    """What goes into a package beside the manifest, sorted."""
    named = [HERE / name for name in SHIPPED]
    return sorted(file for each in named for file in ([each] if each.is_file() else each.rglob("*")) if file.is_file())


def pack(out: Path, updates: str = "") -> dict[str, Path]:
    """Write the packages below `out`; returns the folder of each browser."""
    manifest: Manifest = json.loads((HERE / "manifest.json").read_text(encoding="utf-8"))
    if updates:
        manifest["browser_specific_settings"]["gecko"]["update_url"] = updates
    folders = {}
    for browser, adapt in BROWSERS.items():
        folder = folders[browser] = out / browser
        shutil.rmtree(folder, ignore_errors=True)
        contents = {"manifest.json": json.dumps(adapt(manifest), indent=2, ensure_ascii=False).encode() + b"\n"}
        contents |= {file.relative_to(HERE).as_posix(): file.read_bytes() for file in files()}
        for name, content in contents.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        with ZipFile(out / f"tavshedstjek-{browser}-{manifest['version']}.zip", "w", ZIP_DEFLATED) as package:
            for name, content in sorted(contents.items()):
                package.writestr(ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, ZIP_DEFLATED)
    return folders


if __name__ == "__main__":
    given = sys.argv[1:] or [str(HERE.parent / "dist" / "extension")]
    pack(Path(given[0]), *given[1:])
