"""What the service is delivered with: settings that exist, packages that are locked, and nothing in the manifests that the service refuses."""

import json
import re
import tomllib

import pytest
import yaml

from api.check.app import create_app
from api.check.settings import Settings
from tests.api.conftest import ROOT

OTHERS = {"TAVSHEDSTJEK_DATA_DIR", "TAVSHEDSTJEK_NAME"}
SETTINGS = {f"TAVSHEDSTJEK_{name.upper()}" for name in Settings.model_fields}


def text_of(name):
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "Dockerfile",
        "compose.yaml",
        "deploy/kubernetes/check.yaml",
        "deploy/systemd/tavshedstjek.service",
        "deploy/Caddyfile",
    ],
)
def test_every_setting_named_exists(name):
    assert set(re.findall(r"TAVSHEDSTJEK_[A-Z_]+", text_of(name))) <= SETTINGS | OTHERS


def test_every_setting_is_documented():
    documented = text_of("docs/service.md")
    for name in Settings.model_fields:
        assert f"`{name.upper()}`" in documented, name


def kubernetes():
    return list(yaml.safe_load_all(text_of("deploy/kubernetes/check.yaml")))


def test_the_manifest_starts_once_its_operator_is_named():
    [settings] = [each["data"] for each in kubernetes() if each["kind"] == "ConfigMap"]
    given = {name.removeprefix("TAVSHEDSTJEK_").lower(): value for name, value in settings.items()}
    with pytest.raises(ValueError, match="who runs a service"):
        Settings(host="0.0.0.0", **given)
    assert create_app(Settings(host="0.0.0.0", **given | {"operator": "Prøvedrift"}))


def test_containers_run_as_nobody_on_a_read_only_root():
    [deployment] = [each for each in kubernetes() if each["kind"] == "Deployment"]
    pod = deployment["spec"]["template"]["spec"]
    [container] = pod["containers"]
    assert pod["securityContext"]["runAsNonRoot"]
    assert container["securityContext"]["readOnlyRootFilesystem"]
    assert {"readinessProbe", "livenessProbe", "startupProbe", "resources"} <= container.keys()
    service = yaml.safe_load(text_of("compose.yaml"))["services"]["check"]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert re.search(r"^USER 65534:65534$", text_of("Dockerfile"), re.MULTILINE)


def name_of(requirement):
    return re.split(r"[ ;<>=!\[]", requirement)[0].lower().replace("_", "-")


def locked(lock="requirements.lock"):
    return {
        name_of(line): line.split("==")[1].split()[0] for line in text_of(lock).splitlines() if re.match(r"\w", line)
    }


@pytest.mark.parametrize(("lock", "extras"), [("requirements.lock", ()), ("requirements-hr.lock", ("hr",))])
def test_the_lock_holds_every_dependency_with_hashes(lock, extras):
    project = tomllib.loads(text_of("pyproject.toml"))["project"]
    needed = [*project["dependencies"], *(each for name in extras for each in project["optional-dependencies"][name])]
    assert {name_of(each) for each in needed} <= locked(lock).keys()
    entries = re.split(r"\n(?=\w)", text_of(lock))
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "index-url" not in text_of(lock)
    assert locked().items() <= locked(lock).items()


@pytest.mark.parametrize("service", ["", "-hr"])
def test_the_bill_of_materials_and_the_notice_tell_of_what_is_locked(service):
    bill = json.loads(text_of(f"sbom{service}.cdx.json"))
    listed = {name_of(each["name"]): each["version"] for each in bill["components"]}
    told = dict(re.findall(r"^={100}\n(\S+) (\S+) - ", text_of("NOTICE"), re.MULTILINE))
    wanted = locked(f"requirements{service}.lock").items()
    assert wanted <= listed.items()
    assert wanted <= {(name_of(name), version) for name, version in told.items()}
