"""The licences of what the service is made of: `python -m training.notice ENVIRONMENT > NOTICE`.

In: the folder of an environment that holds the locked packages and nothing else. Out: name, version, licence and its text for each.
"""

from __future__ import annotations

import sys
from importlib.metadata import Distribution, distributions
from pathlib import Path

# What every environment has before anything is installed.
_TOOLS = frozenset({"pip", "setuptools", "wheel"})
_LICENCE_FILES = ("licen", "copying", "notice")


def licence_of(package: Distribution) -> str:
    """The licence a package declares, as an SPDX expression where it has one."""
    about = package.metadata.json
    classified = [each.split(" :: ")[-1] for each in about.get("classifier", ()) if each.startswith("License :: OSI")]
    declared = about.get("license_expression") or ", ".join(classified) or about.get("license") or "see its text"
    return str(declared).splitlines()[0]


def texts_of(package: Distribution) -> list[str]:
    """The licence texts that a package brings."""
    files = [file for file in package.files or () if file.name.lower().startswith(_LICENCE_FILES)]
    return [file.read_text(encoding="utf-8").strip() for file in sorted(files, key=str) if file.suffix != ".py"]


def notice(environment: Path) -> str:
    """The whole document."""
    packages = {
        package.name.lower(): package
        for site in environment.glob("lib/python*/site-packages")
        for package in distributions(path=[str(site)])
        if package.name.lower() not in _TOOLS
    }
    parts = ["Third-party software that tavshedstjek is served with, and the licences it comes under.\n"]
    for name in sorted(packages):
        package = packages[name]
        parts.append(f"{'=' * 100}\n{package.name} {package.version} - {licence_of(package)}\n")
        parts += [f"{text}\n" for text in dict.fromkeys(texts_of(package))]
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(notice(Path(sys.argv[1])))
