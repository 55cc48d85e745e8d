"""The extension's own pages: pairing, choices, pause, policy; and private messages, which are left alone until the user says otherwise."""

from __future__ import annotations

import json
import os
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread

import pytest
import trustme

from api.check.keys import new_key
from tests.api.conftest import serving
from tests.extension.pages import HERE
from tests.extension.texts import GREEN, RED
from tests.extension.writer import ID, ORIGIN, Writer, browser, settle, texts_asked_about, worker

POLICIES = Path("/etc/chromium/policies/managed")


@pytest.fixture
def own_page(paired):
    """Open one of the extension's own pages."""
    pages = []

    def opened(name):
        page = paired.new_page()
        pages.append(page)
        page.goto(f"{ORIGIN}/pages/{name}")
        page.locator("h1:not(:empty)").wait_for()
        return page

    yield opened
    for page in pages:
        page.close()


def test_pairing_says_whether_the_key_fits(paired, checker, own_page):
    server, key = checker
    settle(paired, language="da")
    page = own_page("options.html")
    assert page.locator("#command").inner_text() == f"tavshedstjek new-key browser --origin {ORIGIN}"
    page.locator("#address").fill(server.url)
    page.locator("#key").fill("tt_forkert")
    page.locator("#checker button").click()
    page.get_by_text("Gemt, men tjekkeren kan ikke bruges endnu.").wait_for()
    page.locator("#key").fill(key)
    page.locator("#checker button").click()
    page.get_by_text("Gemt. Tjekkeren svarer, og nøglen passer.").wait_for()
    page.get_by_text("Teksten tjekkes på din egen maskine").wait_for()


@pytest.mark.parametrize(
    "address",
    ["http://intranet.example", "https://intranet.example/sti", "https://a:b@intranet.example", "javascript:alert(1)"],
)
def test_an_address_that_is_neither_https_nor_this_machine_is_refused(paired, own_page, address):
    page = own_page("options.html")
    before = worker(paired).evaluate("() => chrome.storage.local.get()")
    page.locator("#address").fill(address)
    page.locator("#checker button").click()
    page.get_by_text("Intet er gemt.").wait_for()
    assert worker(paired).evaluate("() => chrome.storage.local.get()") == before


def test_a_paused_site_is_left_alone_and_read_again_afterwards(write, own_page):
    writer = write("textarea")
    popup = own_page("popup.html?host=www.instagram.com")
    popup.get_by_text("Læser med på Instagram").wait_for()
    popup.get_by_text("Sæt på pause her").click()
    popup.get_by_text("Sat på pause på Instagram").wait_for()
    writer.page.bring_to_front()
    writer.type(RED)
    writer.page.locator("#post").click()
    assert writer.posts == [RED]
    popup.bring_to_front()
    popup.get_by_text("Læs med igen").click()
    popup.get_by_text("Læser med på Instagram").wait_for()
    writer.page.bring_to_front()
    writer.type("!")
    writer.level("red")


def assert_left_alone(page, write):
    """Nothing is asked about what is written on `page`, though a text elsewhere is meanwhile."""
    with texts_asked_about(worker(page.context)) as asked:
        page.locator("#box").click()
        page.keyboard.type(RED)
        other = write("textarea")
        other.type(GREEN)
        other.level("green")
        assert all(GREEN.startswith(text) for text in asked())
    page.close()


@pytest.mark.parametrize(
    "address",
    [
        "www.facebook.com/messages/t/1/",
        "www.facebook.com/stories/1/",
        "www.instagram.com/direct/t/1/",
        "www.instagram.com/stories/someone/1/",
        "www.linkedin.com/messaging/thread/1/",
        "www.threads.com/messages/1/",
        "x.com/messages/1/",
        "x.com/i/chat/1/",
    ],
)
def test_private_messages_are_left_alone_on_every_site(paired, write, address):
    page = paired.new_page()
    page.goto(f"https://{address}private.html")
    assert_left_alone(page, write)


@pytest.mark.parametrize(
    "change",
    [
        "box => box.setAttribute('aria-label', 'Skriv en besked …')",
        "box => box.parentElement.setAttribute('aria-label', 'Chat med Bo')",
    ],
    ids=["by what the box is called", "by what it lies in"],
)
def test_private_messages_beside_posts_are_left_alone(paired, write, change):
    page = paired.new_page()
    page.goto("https://www.facebook.com/private.html")
    page.locator("#box").evaluate(change)
    assert_left_alone(page, write)


def test_private_messages_are_read_when_the_user_says_so(paired):
    page = paired.new_page()
    page.goto("https://www.facebook.com/messages/private.html")
    writer = Writer(page, page.locator("#box"))
    writer.type(RED)
    assert writer.page.evaluate("[...document.documentElement.children].map(e => e.localName).join()") in (
        "head,body",
        "head,body,div",
    )
    writer.page.locator("#post").click()
    assert writer.posts == [RED]
    worker(paired).evaluate("() => chrome.storage.local.set({privateMessages: true})")
    writer.type("!")
    writer.level("red")
    writer.page.locator("#post").click()
    assert "Send alligevel" in writer.dialog()
    page.close()


def test_the_panel_opens_and_closes_by_keyboard_and_gives_the_focus_back(write):
    writer = write("lexical")
    writer.type(RED)
    writer.level("red")
    worker(writer.page.context).evaluate(
        "() => chrome.tabs.query({active: true}).then(tabs => tabs.forEach(t => chrome.tabs.sendMessage(t.id, {kind: 'open-panel'}).catch(() => {})))"
    )
    assert writer.sees("root => root.activeElement?.localName") == "h2"
    writer.page.keyboard.press("Escape")
    writer.sees("root => root.querySelector('.panel').hidden")
    assert writer.box.evaluate("box => box === document.activeElement")


def test_the_level_is_told_to_screen_readers_once(write):
    writer = write("quill")
    writer.type(RED)
    writer.level("red")
    said = writer.look("root => [...root.querySelectorAll('[role=status]')].map(e => e.dataset.words).filter(Boolean)")
    assert said == ["Kan nogen genkende patienten? Tryk Alt+Skift+T for at læse hvorfor."]
    assert writer.look("root => root.querySelector('.badge').getAttribute('aria-expanded')") == "false"


def test_the_dialog_is_told_with_its_reasons(write):
    writer = write("textarea")
    writer.type(RED)
    writer.level("red")
    writer.page.locator("#post").click()
    writer.dialog()
    said = writer.told("dialog")
    assert said["name"] == "Kan nogen genkende patienten?"
    assert "070539-1234" in said["description"]
    writer.choose("Slå op alligevel")
    told = "root => root.querySelector('[role=status]').dataset.words.startsWith('Tryk igen')"
    assert writer.sees(told)


def test_a_proposal_is_copied_and_not_written(write):
    writer = write("prosemirror")
    writer.type(RED)
    writer.level("red")
    writer.open_panel()
    writer.press("Kopiér forslag")
    writer.sees("root => [...root.querySelectorAll('button')].some(b => b.dataset.words === 'Kopieret')")
    assert "dag på arbejdet" in writer.page.evaluate("navigator.clipboard.readText()")
    assert writer.box.inner_text() == RED


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["options.html", "welcome.html", "popup.html?host=x.com"])
def test_the_pages_are_accessible(own_page, name, scheme):
    page = own_page(name)
    page.emulate_media(color_scheme=scheme)
    axe = (HERE / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    page.evaluate(axe)
    found = page.evaluate("axe.run().then(result => result.violations.map(v => [v.id, v.nodes.map(n => n.html)]))")
    assert found == []


def test_in_english_the_reasons_are_english(paired, checker, write):
    server, key = checker
    settle(paired, address=server.url, key=key, language="en")
    writer = write("textarea")
    writer.type(RED)
    assert writer.level("red") == "Could someone recognise the patient?"
    panel = writer.open_panel()
    assert "is a CPR number or part of one" in panel
    assert "checked on your own machine" in panel


@contextmanager
def encrypted(url: str) -> Iterator[str]:
    """The service at `url` behind HTTPS, as an organisation would run it."""
    port = int(url.rsplit(":", 1)[1])

    class Front(StreamRequestHandler):
        def handle(self) -> None:
            with socket.create_connection(("127.0.0.1", port)) as service:
                Thread(target=self._pump, args=(service, self.request), daemon=True).start()
                self._pump(self.request, service)

        @staticmethod
        def _pump(source: socket.socket, sink: socket.socket) -> None:
            with suppress(OSError):
                while got := source.recv(65536):
                    sink.sendall(got)

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with ThreadingTCPServer(("127.0.0.1", 0), Front) as front:
        # A browser keeps connections open, and opens some before it needs them: neither is waited for.
        front.daemon_threads = True
        front.socket = context.wrap_socket(front.socket, server_side=True, do_handshake_on_connect=False)
        Thread(target=front.serve_forever, daemon=True).start()
        yield f"https://127.0.0.1:{front.server_address[1]}"
        front.shutdown()


def test_who_runs_a_checker_elsewhere_is_named(write, paired, tmp_path):
    file = tmp_path / "keys.toml"
    key = new_key(file, "extension", ("check",), (ORIGIN,))
    with serving(keys_file=str(file), operator="Prøvedrift") as server, encrypted(server.url) as address:
        settle(paired, address=address, key=key, language="da")
        writer = write("textarea")
        writer.type(RED)
        writer.level("red")
        assert f"Teksten sendes til Prøvedrift ({address}) og gemmes ikke." in writer.open_panel()


@pytest.mark.parametrize(
    ("own", "policy", "expected"),
    [
        ({}, {}, {"address": "http://127.0.0.1:8000", "dialogs": True, "privateMessages": False, "sites": None}),
        ({"dialogs": False}, {"dialogs": True}, {"dialogs": False}),
        ({}, {"dialogs": False}, {"dialogs": False}),
        ({}, {"privateMessages": True}, {"privateMessages": False}),
        ({"privateMessages": True}, {"privateMessages": False}, {"privateMessages": False}),
        ({"paused": ["x"]}, {"sites": ["x"]}, {"paused": ["x"], "sites": ["x"]}),
        ({"key": "tt_own"}, {"serviceAddress": "https://tjek.example"}, {"address": "https://tjek.example", "key": ""}),
        ({"key": "tt_own"}, {"serviceAddress": "http://tjek.example", "serviceKey": "tt_a"}, {"address": ""}),
        ({}, {"reportTo": "https://tjek.example", "hold": 0.1}, {"address": "http://127.0.0.1:8000"}),
    ],
)
def test_policy_quietens_and_never_adds(own_page, own, policy, expected):
    page = own_page("welcome.html")
    got = page.evaluate(
        """async ([own, policy]) => { chrome.storage.local.get = async (defaults) => ({ ...defaults, ...own }); chrome.storage.managed.get = async () => policy;
        return (await import('../background/settings.js')).settings(); }""",
        [own, policy],
    )
    assert {name: got[name] for name in expected} == expected
    assert set(got) == {
        "address", "key", "paused", "privateMessages", "dialogs", "language", "sites", "managed",
    }  # fmt: skip


@contextmanager
def policy(**values: object) -> Iterator[None]:
    """A policy of the machine for this extension. Skips where it cannot be set, and fails in CI."""
    file = POLICIES / "tavshedstjek-test.json"
    try:
        POLICIES.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"3rdparty": {"extensions": {ID: values}}}), encoding="utf-8")
    except OSError:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"only root may write {POLICIES}")
    try:
        yield
    finally:
        file.unlink()


def test_policy_names_the_checker_and_may_quieten(playwright, packages, site, checker):
    server, key = checker
    with (
        policy(serviceAddress=server.url, serviceKey=key, sites=["instagram"], dialogs=False, privateMessages=True),
        browser(playwright, packages["chromium"], site) as context,
    ):
        settle(context, address="http://127.0.0.1:1", key="tt_own", language="da")
        got = worker(context).evaluate("() => chrome.storage.managed.get()")
        assert got["serviceAddress"] == server.url
        page = context.new_page()
        page.goto("https://www.instagram.com/textarea.html")
        writer = Writer(page, page.locator("#box"))
        writer.type(RED)
        writer.level("red")
        page.locator("#post").click()
        assert writer.posts == [RED]
        page.goto("https://x.com/draft.html")
        page.locator("[contenteditable=true]").click()
        page.keyboard.type(RED)
        assert page.evaluate("document.documentElement.children.length") == 2
        page.goto(f"{ORIGIN}/pages/options.html")
        page.get_by_text("Din organisation har valgt adressen.").wait_for()
        assert page.locator("#address").is_disabled()
        assert not page.locator("#privateMessages").is_checked()
