"""The public import: what `tavshedstjek` shows is what it says it shows."""

import json
import tomllib
from types import ModuleType

import tavshedstjek
from tests.api.conftest import ROOT


def test_all_names_the_whole_surface():
    shown = {
        name
        for name, value in vars(tavshedstjek).items()
        if not name.startswith("_") and not isinstance(value, ModuleType)
    }
    assert sorted(shown | {"__version__"}) == tavshedstjek.__all__


def test_a_post_is_checked():
    context = tavshedstjek.Context(has_media=True)
    assessment = tavshedstjek.Checker().check("Hej", context)
    assert isinstance(assessment, tavshedstjek.Assessment)
    assert assessment.level == "green"


def test_version_is_one_everywhere_and_types_are_shipped():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    rules = tomllib.loads((ROOT / "data" / "priors" / "versions.toml").read_text(encoding="utf-8"))
    bills = [json.loads((ROOT / name).read_text(encoding="utf-8")) for name in ("sbom.cdx.json", "sbom-hr.cdx.json")]
    told = {rules["version"], *(bill["metadata"]["component"]["version"] for bill in bills)}
    assert {tavshedstjek.__version__} == told == {project["project"]["version"]}
    assert (ROOT / "tavshedstjek" / "py.typed").is_file()
    assert "py.typed" in project["tool"]["setuptools"]["package-data"]["tavshedstjek"]
