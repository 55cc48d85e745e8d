"""What is in the packages: one source, two manifests, no code from elsewhere, every word in both languages."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from base64 import b64decode
from pathlib import Path
from xml.etree import ElementTree

import pytest

from extension.pack import HERE as EXTENSION
from extension.pack import pack
from tests.extension.firefox import ID as FIREFOX_ID
from tests.extension.pages import HERE, npm
from tests.extension.writer import ID

POLICY = EXTENSION / "policy"
SCRIPTS = sorted(EXTENSION.rglob("*.js"))
LOCALES = {
    name: json.loads((EXTENSION / "_locales" / name / "messages.json").read_text(encoding="utf-8"))
    for name in ("da", "en")
}


def example(name: str) -> dict:
    return json.loads((POLICY / name).read_text(encoding="utf-8"))


def manifest(folder: Path) -> dict:
    return json.loads((folder / "manifest.json").read_text(encoding="utf-8"))


def lint(folder: Path) -> dict:
    """What web-ext says of a package (by Firefox's rules)."""
    web_ext = npm("web-ext")
    options = ["--output", "json", "--no-config-discovery"]
    ran = subprocess.run(
        [web_ext, "lint", "--source-dir", str(folder), *options], capture_output=True, text=True, check=False
    )
    return json.loads(ran.stdout)


def test_the_manifests_differ_only_where_the_browsers_do(packages):
    chromium, firefox = manifest(packages["chromium"]), manifest(packages["firefox"])
    assert chromium["background"] == {"service_worker": "background/main.js", "type": "module"}
    assert firefox["background"] == {"scripts": ["background/main.js"], "type": "module"}
    different = {name for name in chromium.keys() | firefox.keys() if chromium.get(name) != firefox.get(name)}
    assert different == {"background", "browser_specific_settings", "key", "minimum_chrome_version", "storage"}


def test_the_id_follows_from_the_key(packages):
    digest = hashlib.sha256(b64decode(manifest(packages["chromium"])["key"])).hexdigest()[:32]
    assert digest.translate(str.maketrans("0123456789abcdef", "abcdefghijklmnop")) == ID


def test_packing_twice_gives_the_same_bytes(packages, tmp_path):
    pack(tmp_path)
    for package in tmp_path.glob("*.zip"):
        assert package.read_bytes() == (packages["chromium"].parent / package.name).read_bytes()


def test_it_may_do_little(packages):
    asked = manifest(packages["chromium"])
    assert asked["permissions"] == ["storage"]
    assert asked["host_permissions"] == ["http://127.0.0.1/*", "http://localhost/*"]
    assert "web_accessible_resources" not in asked
    assert "externally_connectable" not in asked


def test_every_site_with_an_adapter_is_in_the_manifest_and_no_other(packages):
    sites = json.loads((EXTENSION / "data" / "sites.json").read_text(encoding="utf-8"))["sites"]
    hosts = {f"https://*.{host}/*" for site in sites.values() for host in site["hosts"]}
    assert hosts == set(manifest(packages["chromium"])["content_scripts"][0]["matches"])


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_no_script_runs_or_fetches_code_from_elsewhere(script):
    code = script.read_text(encoding="utf-8")
    assert not re.search(r"\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write|importScripts", code)
    assert not re.search(r"import\s*\(|from \"http", code)
    # The client and the two readers of the extension's own files are all that fetch.
    fetched = set(re.findall(r"fetch\(([^),]*)", code))
    assert fetched <= {
        "url",
        "chrome.runtime.getURL(`data/${name}.json`",
        "chrome.runtime.getURL(`_locales/${code}/messages.json`",
    }
    assert not re.search(
        r"XMLHttpRequest|sendBeacon|WebSocket|EventSource|localStorage|sessionStorage|indexedDB|caches", code
    )


@pytest.mark.parametrize(
    "script", [script for script in SCRIPTS if script.parent.name == "content"], ids=lambda script: script.name
)
def test_content_scripts_write_nothing_into_the_page(script):
    code = script.read_text(encoding="utf-8")
    assert not re.search(
        r"dispatchEvent|execCommand|requestSubmit|\.submit\(\)|\.click\(\)|setRangeText|insertText", code
    )


def test_both_languages_say_the_same_things():
    reasons = {name for name in LOCALES["en"] if name.startswith("reason_")} | {"advice_other_language"}
    assert LOCALES["en"].keys() - LOCALES["da"].keys() == reasons
    assert LOCALES["da"].keys() <= LOCALES["en"].keys()


def test_every_reason_of_the_service_has_english_words():
    messages = (EXTENSION.parent / "data" / "messages" / "da.toml").read_text(encoding="utf-8")
    codes = re.findall(r"^(\w+) = ", messages.split("[reason]")[1].split("[group]")[0], re.MULTILINE)
    assert {f"reason_{code}" for code in codes} <= LOCALES["en"].keys()


def test_every_message_that_is_said_is_there_and_every_message_is_said():
    code = "".join(
        file.read_text(encoding="utf-8") for file in [*SCRIPTS, *EXTENSION.rglob("*.html"), EXTENSION / "manifest.json"]
    )
    said = set(re.findall(r'say\("(\w+)"|data-say="(\w+)"|__MSG_(\w+)__', code))
    names = {name for found in said for name in found if name} | set(
        re.findall(r'"((?:word|popup|send|post|unchecked|press)_\w+)"', code)
    )
    assert names - {"word_"} <= LOCALES["en"].keys()
    made = re.compile(r"(word|title|group|reason|why)_\w+")
    assert {name for name in LOCALES["en"] if not made.fullmatch(name)} <= names


def test_policy_may_only_name_the_checker_and_quieten():
    schema = json.loads((EXTENSION / "policy" / "schema.json").read_text(encoding="utf-8"))
    assert set(schema["properties"]) == {"serviceAddress", "serviceKey", "sites", "dialogs", "privateMessages"}
    chromium = example("chromium.json")["3rdparty"]["extensions"][ID]
    firefox = example("firefox.json")["policies"]["3rdparty"]["Extensions"][FIREFOX_ID]
    assert (set(chromium) | set(firefox)) <= set(schema["properties"])


def test_group_policy_sets_what_the_schema_has_in_both_languages():
    admx = ElementTree.parse(POLICY / "tavshedstjek.admx")
    names = {each.get("valueName") for each in admx.iter() if each.get("valueName")}
    keys = {each.get("key") for each in admx.iter() if each.get("key")}
    schema = json.loads((POLICY / "schema.json").read_text(encoding="utf-8"))
    assert names | {"sites"} == set(schema["properties"])
    assert {key.removesuffix(r"\sites").split("\\", 2)[2] for key in keys} == {
        rf"{browser}\3rdparty\extensions\{ID}\policy" for browser in (r"Microsoft\Edge", r"Google\Chrome")
    }
    used = set(
        re.findall(r"\$\((?:string|presentation)\.(\w+)\)", (POLICY / "tavshedstjek.admx").read_text(encoding="utf-8"))
    )
    for language in ("da-DK", "en-US"):
        words = ElementTree.parse(POLICY / language / "tavshedstjek.adml")
        assert {each.get("id") for each in words.iter() if each.get("id")} == used
    rows = example("intune.json")["settings"]["rows"][1:]
    policies = {each.get("name") for each in admx.iter() if each.tag.endswith("}policy")}
    assert {row["uri"].rsplit("/", 1)[1] for row in rows} <= policies


def test_the_examples_of_updates_name_this_version_and_these_ids(packages):
    version = manifest(packages["chromium"])["version"]
    app = ElementTree.parse(POLICY / "updates.xml").getroot()[0]
    assert (app.get("appid"), app[0].get("version")) == (ID, version)
    assert example("updates.json")["addons"][FIREFOX_ID]["updates"][0]["version"] == version
    for file in ("chromium.json", "intune.json"):
        assert f'"{ID}"' in (POLICY / file).read_text(encoding="utf-8")


def test_an_address_for_updates_is_firefoxs_own_affair(packages, tmp_path):
    made = pack(tmp_path, "https://intranet.example/tavshedstjek/updates.json")
    assert manifest(made["chromium"]) == manifest(packages["chromium"])
    gecko = manifest(made["firefox"])["browser_specific_settings"]["gecko"]
    assert gecko["update_url"] == "https://intranet.example/tavshedstjek/updates.json"


def test_the_package_for_firefox_passes_its_linter(packages):
    report = lint(packages["firefox"])
    assert [(each["code"], each.get("file")) for each in (*report["errors"], *report["warnings"])] == []


def test_the_lock_of_the_tests_names_no_registry():
    assert '"resolved"' not in (HERE / "package-lock.json").read_text(encoding="utf-8")


def test_the_documentation_names_every_policy_and_what_is_asked_for(packages):
    text = (EXTENSION.parent / "docs" / "extension.md").read_text(encoding="utf-8")
    schema = json.loads((EXTENSION / "policy" / "schema.json").read_text(encoding="utf-8"))
    assert ID in text
    for name in (*schema["properties"], *manifest(packages["chromium"])["permissions"]):
        assert f"`{name}`" in text
