"""The SCORM 1.2 package inside a learning system: a page of ours whose API writes down every call, and the run-time scorm-again (from npm)."""

import os
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from api.check.pages import scorm
from tests.web.conftest import violations

SYSTEM = """<!doctype html><html lang="da"><title>Læringssystem</title><script>
const calls = [], values = {"cmi.core.lesson_status": "not attempted"};
const said = (name) => (...given) => {
  calls.push([name, ...given]);
  if (name === "LMSSetValue") values[given[0]] = given[1];
  return name === "LMSGetValue" ? values[given[0]] ?? "" : "true";
};
window.API = Object.fromEntries(["LMSInitialize", "LMSFinish", "LMSGetValue", "LMSSetValue", "LMSCommit", "LMSGetLastError",
  "LMSGetErrorString", "LMSGetDiagnostic"].map((name) => [name, said(name)]));
</script><iframe src="kursus/index.html" width="1000" height="800" title="Kursus"></iframe></html>"""
RUNTIME = Path(__file__).parent / "node_modules/scorm-again/dist/scorm12.min.js"
# Every call with the error that the run-time then tells of, "0" for none.
STRICT = """<!doctype html><html lang="da"><title>Læringssystem</title><script src="runtime.js"></script><script>
const calls = [];
window.API = new Scorm12API({ autocommit: false });
for (const name of ["LMSInitialize", "LMSFinish", "LMSGetValue", "LMSSetValue", "LMSCommit"]) {
  const answer = window.API[name].bind(window.API);
  window.API[name] = (...given) => {
    const answered = answer(...given);
    calls.push([name, String(window.API.LMSGetLastError())]);
    return answered;
  };
}
</script><iframe src="kursus/index.html" width="1000" height="800" title="Kursus"></iframe></html>"""
NAMES = {"i": "http://www.imsproject.org/xsd/imscp_rootv1p1p2", "a": "http://www.adlnet.org/xsd/adlcp_rootv1p2"}


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    path = tmp_path_factory.mktemp("scorm") / "kursus.zip"
    scorm.write(path)
    return path


@pytest.fixture(scope="module")
def system(package):
    folder = package.parent / "system"
    with ZipFile(package) as made:
        made.extractall(folder / "kursus")
    (folder / "index.html").write_text(SYSTEM, encoding="utf-8")
    (folder / "strict.html").write_text(STRICT, encoding="utf-8")
    if RUNTIME.is_file():
        shutil.copy(RUNTIME, folder / "runtime.js")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def finish(frame):
    frame.locator(".toc a").last.click()
    for question in frame.locator(".question").all():
        question.locator(f"input[value='{question.get_attribute('data-right')}'] + label").click()
    frame.locator("#test [type=submit]").click()
    expect(frame.locator(".score")).to_contain_text("meldt gennemført")


def test_the_manifest_lists_every_file_and_names_the_entry(package):
    with ZipFile(package) as made:
        names = set(made.namelist())
        manifest = ElementTree.fromstring(made.read("imsmanifest.xml"))
    assert manifest.findtext("i:metadata/i:schemaversion", namespaces=NAMES) == "1.2"
    [resource] = manifest.findall("i:resources/i:resource", NAMES)
    assert resource.get(f"{{{NAMES['a']}}}scormtype") == "sco"
    assert resource.get("href") in names
    assert {each.get("href") for each in resource} == names - {"imsmanifest.xml"}
    [item] = manifest.findall("i:organizations/i:organization/i:item", NAMES)
    assert item.get("identifierref") == resource.get("identifier")


def test_the_same_course_gives_the_same_bytes(package, tmp_path):
    scorm.write(tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == package.read_bytes()


def test_the_system_is_told_of_completion_and_nothing_else(page, system):
    page.goto(system)
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_contain_text("Tavshedspligt")
    finish(frame)
    page.evaluate("document.querySelector('iframe').src = 'about:blank'")
    page.wait_for_function("calls.some(([name]) => name === 'LMSFinish')")
    calls = page.evaluate("calls")
    assert calls == [
        ["LMSInitialize", ""],
        ["LMSGetValue", "cmi.core.lesson_status"],
        ["LMSSetValue", "cmi.core.lesson_status", "incomplete"],
        ["LMSCommit", ""],
        ["LMSSetValue", "cmi.core.lesson_status", "completed"],
        ["LMSCommit", ""],
        ["LMSFinish", ""],
    ]


def test_a_run_time_not_ours_takes_every_call_without_an_error(page, system):
    if not RUNTIME.is_file():
        if os.environ.get("CI"):
            pytest.fail("scorm-again is missing: npm ci --prefix tests/web")
        pytest.skip("scorm-again is missing: npm ci --prefix tests/web")
    page.goto(f"{system}/strict.html")
    frame = page.frame_locator("iframe")
    expect(frame.locator(".progress-text")).to_be_visible()
    assert page.evaluate("API.cmi.core.lesson_status") == "incomplete"
    finish(frame)
    page.evaluate("document.querySelector('iframe').src = 'about:blank'")
    page.wait_for_function("calls.some(([name]) => name === 'LMSFinish')")
    assert page.evaluate("API.cmi.core.lesson_status") == "completed"
    assert {error for _, error in page.evaluate("calls")} == {"0"}
    assert page.evaluate("[API.cmi.core.score.raw, API.cmi.suspend_data, API.cmi.comments]") == ["", "", ""]


def test_a_course_once_completed_stays_completed(page, system):
    page.goto(system)
    expect(page.frame_locator("iframe").locator(".progress-text")).to_be_visible()
    page.evaluate(
        "values['cmi.core.lesson_status'] = 'completed'; calls.length = 0; document.querySelector('iframe').src += ''"
    )
    page.wait_for_function("calls.some(([name]) => name === 'LMSGetValue')")
    expect(page.frame_locator("iframe").locator(".progress-text")).to_be_visible()
    assert "LMSSetValue" not in page.evaluate("calls.map(([name]) => name)")


def test_without_a_system_the_course_can_still_be_taken(page, system):
    page.goto(f"{system}/kursus/index.html")
    page.locator("#next").click()
    expect(page.locator("#sjaeldent-nok-title")).to_be_focused()


def test_the_package_asks_nobody_and_shows_stored_answers(contexts, system):
    context = contexts()
    asked = []
    context.on("request", lambda request: asked.append((request.method, request.url)))
    page = context.new_page()
    page.goto(f"{system}/kursus/index.html")
    page.locator(".toc a").nth(2).click()
    post = page.locator(".post[data-id=nat-patient]")
    post.locator("[data-guess=red]").click()
    expect(post.locator(".engine-head")).to_contain_text("på forhånd")
    expect(post.locator(".engine-answer section")).to_be_visible()
    assert {method for method, _ in asked} == {"GET"}
    assert all(url.startswith(f"{system}/kursus/") for _, url in asked)
    assert violations(page) == []


def test_a_source_opens_beside_the_course_and_not_in_its_frame(page, system):
    page.goto(system)
    links = page.frame_locator("iframe").locator("a[href^='https:']")
    expect(links.first).to_have_attribute("target", "_blank")
    assert set(links.evaluate_all("links => links.map((each) => each.target + each.rel)")) == {
        "_blanknoreferrer external"
    }
