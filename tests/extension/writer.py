"""Somebody who writes in a browser with the extension, and sees what it shows.

What the extension draws lies in a closed shadow root, which a page cannot see into, nor can Playwright: the tests look through the
browser's debugging protocol. All keys and clicks are real ones.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import BrowserContext, CDPSession, Locator, Page, Playwright, Worker

from tests.browsers import FLAGS, chromium_path
from tests.extension.pages import HOSTS

ID = "eekkfapgmgcjghfkkcpalkaljbidejie"
ORIGIN = f"chrome-extension://{ID}"
LEVELS = ".badge:not([hidden])"
# The words of an element: they are generated content.
SAID = "const said = element => element && [...element.querySelectorAll('[data-words]')].map(each => each.dataset.words).join('\\n');"


@contextmanager
def browser(playwright: Playwright, folder: Path, port: int, *flags: str, **options: Any) -> Iterator[BrowserContext]:
    """Chromium with the extension in `folder`; the hosts of the fixture pages lead to `port`, and no other name leads anywhere."""
    mapped = ",".join(f"MAP {host}:443 127.0.0.1:{port}" for host in HOSTS)
    with TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=chromium_path(),
            ignore_default_args=["--disable-extensions"],
            args=[
                *FLAGS,
                "--no-proxy-server",
                "--ignore-certificate-errors",
                f"--host-resolver-rules={mapped},MAP * ~NOTFOUND,EXCLUDE 127.0.0.1",
                f"--disable-extensions-except={folder}",
                f"--load-extension={folder}",
                *flags,
            ],
            **{"locale": "da-DK", "viewport": {"width": 800, "height": 720}, **options},
        )
        try:
            yield context
        finally:
            context.close()


def worker(context: BrowserContext) -> Worker:
    """The extension's service worker."""
    return context.service_workers[0] if context.service_workers else context.wait_for_event("serviceworker")


def settle(context: BrowserContext, **settings: Any) -> None:
    """Put the settings of the extension to its defaults, and then to `settings`; forget what it remembered."""
    worker(context).evaluate(
        """async (settings) => { await chrome.storage.session.clear(); await chrome.storage.local.clear();
        await chrome.storage.local.set(settings); }""",
        settings,
    )


@contextmanager
def texts_asked_about(background: Worker) -> Iterator[Callable[[], list[str]]]:
    """Listen to what the extension asks the service about meanwhile; the questions are really asked."""
    background.evaluate(
        """() => { globalThis.asked = []; globalThis.unheard = fetch;
        globalThis.fetch = (url, init) => { if (init?.body) asked.push(JSON.parse(init.body).text); return unheard(url, init); }; }"""
    )
    try:
        yield lambda: list(background.evaluate("asked"))
    finally:
        background.evaluate("() => { globalThis.fetch = unheard; }")


class Writer:
    """A page with a box, and what the extension shows there."""

    def __init__(self, page: Page, box: Locator) -> None:
        self.page = page
        self.box = box
        self._cdp: CDPSession = page.context.new_cdp_session(page)

    def type(self, text: str) -> None:
        """Key after key, into the box."""
        self.box.click()
        self.page.keyboard.type(text)

    def paste(self, text: str) -> None:
        """From the clipboard, by the keyboard, once the extension follows the box (it reads its settings when a page opens)."""
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.box.click()
        self._root()
        self.page.keyboard.press("Control+v")

    def compose(self, words: str) -> None:
        """As an input method does: `words` stand there, and are not yet written."""
        self._cdp.send(
            "Input.imeSetComposition", {"text": words, "selectionStart": len(words), "selectionEnd": len(words)}
        )

    def compose_done(self, words: str) -> None:
        """The composed words are taken."""
        self._cdp.send("Input.insertText", {"text": words})

    def key_of_composition(self, key: str) -> None:
        """A key that the input method takes for itself (key code 229)."""
        self._cdp.send(
            "Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": key, "code": key, "windowsVirtualKeyCode": 229}
        )

    @property
    def posts(self) -> list[str]:
        """What the page posted."""
        posts: list[str] = self.page.evaluate("posts")
        return [post.strip() for post in posts]

    def sees(self, script: str, *values: Any) -> Any:
        """Wait until `script`, a function of the shadow root and `values`, gives something; returns it."""
        return self._call(
            f"""async function (values) {{ {SAID}
                const ends = performance.now() + 15000;
                for (;;) {{
                    const found = ({script})(this, ...values);
                    if (found) return found;
                    if (performance.now() > ends) throw new Error('not seen; shown: ' + said(this));
                    await new Promise(requestAnimationFrame);
                }}
            }}""",
            values,
        )

    def look(self, script: str, *values: Any) -> Any:
        """What `script`, a function of the shadow root, gives now."""
        return self._call(f"function (values) {{ {SAID} return ({script})(this, ...values); }}", values)

    def level(self, level: str) -> str:
        """Wait for a badge of `level`; returns its word."""
        return str(
            self.sees(f"(root, level) => root.querySelector(`{LEVELS}[data-level=${{level}}]`)?.dataset.words", level)
        )

    def marks(self) -> list[dict[str, float]]:
        """Wait for underlines; returns their places, in the order of the text."""
        return list(
            self.sees(
                """root => { const all = [...root.querySelectorAll('.mark')].map(m => m.getBoundingClientRect().toJSON());
                return all.length && all.sort((a, b) => a.top - b.top || a.left - b.left); }"""
            )
        )

    def press(self, words: str) -> None:
        """Click the button of the extension with these words, when it is there."""
        at = self.sees(
            """(root, words) => { const found = [...root.querySelectorAll('button')].find(b => b.dataset.words === words && b.offsetWidth);
            if (!found) return null; found.scrollIntoView({block: 'nearest'}); const r = found.getBoundingClientRect();
            return {x: r.x + r.width / 2, y: r.y + r.height / 2}; }""",
            words,
        )
        self.page.mouse.click(at["x"], at["y"])

    def open_panel(self) -> str:
        """Click the badge; returns what the panel says."""
        at = self.sees(f"root => root.querySelector('{LEVELS}')?.getBoundingClientRect().toJSON()")
        self.page.mouse.click(at["x"] + 8, at["y"] + 8)
        return str(self.sees("root => said(root.querySelector('.panel:not([hidden])'))"))

    def dialog(self) -> str:
        """Wait for the dialog; returns what it says."""
        return str(self.sees("root => said(root.querySelector('dialog[open]'))"))

    def has_dialog(self) -> bool:
        """Whether the dialog is open now."""
        return bool(self.look("root => Boolean(root.querySelector('dialog[open]'))"))

    def choose(self, words: str) -> None:
        """Press a button of the dialog until it takes it: for a moment after opening it takes no risky choice."""
        self.dialog()
        while self.has_dialog():
            self.press(words)

    def notice(self) -> str:
        """Wait for the line beside the box; returns it."""
        return str(self.sees("root => root.querySelector('.notice:not([hidden])')?.dataset.words"))

    def told(self, role: str) -> dict[str, str]:
        """What assistive technology is told of the extension's element with this role: its name, its description."""
        tree = self._cdp.send("Accessibility.getFullAXTree")["nodes"]
        found = [node for node in tree if node.get("role", {}).get("value") == role and not node["ignored"]]
        assert len(found) == 1
        return {field: found[0].get(field, {}).get("value", "") for field in ("name", "description")}

    def nothing_posted(self) -> None:
        """Assert that the page got nothing, also not a frame later."""
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert self.posts == []

    def _call(self, script: str, values: tuple[Any, ...]) -> Any:
        answer = self._cdp.send(
            "Runtime.callFunctionOn",
            {
                "functionDeclaration": script,
                "objectId": self._root(),
                "arguments": [{"value": list(values)}],
                "awaitPromise": True,
                "returnByValue": True,
            },
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]["exception"].get("description")
        return answer["result"].get("value")

    def _root(self) -> str:
        """The extension's shadow root: the closed one that begins with a style. Waits for it."""
        for _ in range(600):
            document = self._cdp.send("DOM.getDocument", {"depth": -1, "pierce": True})["root"]
            for node in _nodes(document):
                for root in node.get("shadowRoots", ()):
                    if root["shadowRootType"] == "closed" and '"STYLE"' in json.dumps(root["children"][:1]):
                        resolved = self._cdp.send("DOM.resolveNode", {"backendNodeId": root["backendNodeId"]})
                        return str(resolved["object"]["objectId"])
            self.page.evaluate("new Promise(requestAnimationFrame)")
        raise AssertionError("the extension shows nothing")


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for child in (
        *node.get("children", ()),
        *node.get("shadowRoots", ()),
        *((node["contentDocument"],) if "contentDocument" in node else ()),
    ):
        yield from _nodes(child)
