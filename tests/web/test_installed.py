"""The installable page: its shell without a network, what is shared to it, what it says of itself."""

import json

from playwright.sync_api import expect

from tests.web.conftest import OPERATOR

SHARED = "I nat mistede vi en patient på M5 efter 41 dage."
# What Android does when a text is shared to the app: a POST navigation that no page began.
SHARE = """text => { const form = document.createElement("form");
  form.method = "post"; form.action = "/del";
  for (const [name, value] of Object.entries({title: "", text, url: ""})) {
    const field = document.createElement("input"); field.name = name; field.value = value; form.append(field);
  }
  document.body.append(form); form.submit(); }"""


def installed(contexts, site):
    context = contexts(service_workers="allow")
    page = context.new_page()
    page.goto(site.url)
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return context, page


def test_the_manifest_names_icons_that_exist(page, site):
    manifest = json.loads(site.client.get("/manifest.webmanifest").text)
    for icon in manifest["icons"]:
        answer = site.client.get(icon["src"])
        assert answer.headers["content-type"] == icon["type"]
    assert manifest["display"] == "standalone"
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}


def test_chromium_finds_nothing_that_keeps_it_from_being_installed(contexts, site):
    _, page = installed(contexts, site)
    session = page.context.new_cdp_session(page)
    reasons = session.send("Page.getInstallabilityErrors")["installabilityErrors"]
    assert {each["errorId"] for each in reasons} <= {"in-incognito"}


def test_without_a_network_the_shell_opens_and_says_that_nothing_was_checked(contexts, site):
    context, page = installed(contexts, site)
    context.set_offline(True)
    for path, title in (("/", "Kan nogen"), ("/kursus", "Tavshedspligt på"), ("/kursus/undervisning", "Undervisning")):
        page.goto(site.url + path)
        expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    page.goto(site.url)
    page.get_by_label("Dit opslag").fill(SHARED)
    page.get_by_role("button", name="Tjek teksten").click()
    expect(page.locator("#status")).to_contain_text("Det betyder ikke, at teksten er i orden")


def test_the_teacher_can_reveal_answers_without_a_network(contexts, site):
    context, page = installed(contexts, site)
    context.set_offline(True)
    page.goto(f"{site.url}/kursus/undervisning")
    page.locator("#next").click()
    page.locator("#reveal").click()
    expect(page.locator(".slide:visible .engine-answer section")).to_be_visible()


def test_a_text_shared_to_the_app_is_checked_and_is_in_no_address(contexts, site):
    _, page = installed(contexts, site)
    page.evaluate(SHARE, SHARED)
    expect(page.locator("#answer section")).to_have_attribute("data-level", "red")
    expect(page.get_by_label("Dit opslag")).to_have_value(SHARED)
    expect(page.locator("#text-sent")).to_contain_text(OPERATOR)
    assert page.url == f"{site.url}/del"


def test_a_form_on_another_page_cannot_send_a_text_here(contexts, site):
    """Without the service worker a share is answered too: by what to do instead."""
    answer = site.client.post("/tjek", data={"text": SHARED}, headers={"origin": "null"})
    assert answer.status_code == 403
    assert answer.headers["content-type"].startswith("text/html")
    assert SHARED not in answer.text
