"""Drives Debian's Firefox by Marionette, the protocol it carries with it: JSON over a socket, so that neither a driver nor a package is needed.

In: the folder of the packed extension. Out: `firefox()`, a running Firefox with the extension; keys and clicks are real ones.
"""

from __future__ import annotations

import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.browsers import browser_path
from tests.extension.pages import HOSTS
from tests.extension.writer import SAID

ID = "tavshedstjek@tavshedstjek.example"
# Firefox draws it anew in each profile; here it is known before.
UUID = "7d3a0f5e-5b7c-4c6e-9d0b-2a4f5c1e8b90"
ORIGIN = f"moz-extension://{UUID}"
PATIENCE = 60
PREFERENCES = {
    "marionette.port": 0,
    "extensions.webextensions.uuids": json.dumps({ID: UUID}),
    "network.dns.localDomains": ",".join(HOSTS),
    # No connection of the browser's own leaves the machine.
    "network.proxy.type": 0,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "app.normandy.enabled": False,
    "browser.safebrowsing.update.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
}
SHADOW = """const root = [...document.querySelectorAll('html > div, dialog > div')]
    .map(host => host.openOrClosedShadowRoot).find(root => root?.querySelector('.layer'));"""


class Firefox:
    """One window of a running Firefox."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=2 * PATIENCE)
        self._stream = self._socket.makefile("rb")
        self._id = 0
        self._read()  # its greeting
        self.do("WebDriver:NewSession", acceptInsecureCerts=True)

    def close(self) -> None:
        """Hang up; the browser goes on."""
        self._stream.close()
        self._socket.close()

    def do(self, command: str, **parameters: Any) -> Any:
        """Ask for something; returns its value. Raises `RuntimeError` with what Firefox says against it."""
        self._id += 1
        message = json.dumps([0, self._id, command, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self._read()
        if error:
            raise RuntimeError(f"{command}: {error['error']}: {error['message']}")
        return result.get("value") if isinstance(result, dict) else result

    def _read(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._stream.read(1)
        return json.loads(self._stream.read(int(length[:-1])))

    def open(self, url: str) -> None:
        """Go to a page."""
        self.do("WebDriver:Navigate", url=url)

    def script(self, script: str, *values: Any) -> Any:
        """What the body of a function of the page gives; it sees closed shadow roots too, as the page does not."""
        return self.do("WebDriver:ExecuteScript", script=script, args=list(values), sandbox="system")

    def as_page(self, script: str, *values: Any) -> Any:
        """What the body of a function gives that sees no more than the page does."""
        return self.do("WebDriver:ExecuteScript", script=script, args=list(values))

    def look(self, script: str, *values: Any) -> Any:
        """What `script` gives now, with `root` the extension's shadow root, if it is there, and `said(element)` its words."""
        return self.script(f"{SHADOW} {SAID} {script}", *values)

    def sees(self, script: str, *values: Any) -> Any:
        """Wait until `script` gives something, as `look` does; returns it."""
        ends = time.monotonic() + PATIENCE
        while not (found := self.look(script, *values)):
            if time.monotonic() > ends:
                raise AssertionError(f"not seen: {script}")
        return found

    def keys(self, *keys: str) -> None:
        """Press keys together, and let them go."""
        downs = [{"type": "keyDown", "value": key} for key in keys]
        ups = [{"type": "keyUp", "value": key} for key in reversed(keys)]
        self.do("WebDriver:PerformActions", actions=[{"type": "key", "id": "keys", "actions": downs + ups}])

    def type(self, text: str) -> None:
        """Key after key."""
        actions = [{"type": kind, "value": letter} for letter in text for kind in ("keyDown", "keyUp")]
        self.do("WebDriver:PerformActions", actions=[{"type": "key", "id": "keys", "actions": actions}])

    def click(self, place: dict[str, float]) -> None:
        """Click in the middle of a rectangle."""
        at = {"x": round(place["x"] + place["width"] / 2), "y": round(place["y"] + place["height"] / 2)}
        actions = [
            {"type": "pointerMove", **at},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        self.do("WebDriver:PerformActions", actions=[{"type": "pointer", "id": "mouse", "actions": actions}])

    def click_on(self, selector: str) -> None:
        """Click an element of the page."""
        self.click(
            self.script("return document.querySelector(arguments[0]).getBoundingClientRect().toJSON()", selector)
        )


@contextmanager
def firefox(folder: Path) -> Iterator[Firefox]:
    """Firefox, headless, with the extension in `folder` added until it ends."""
    path = browser_path("Firefox", "firefox-esr", "firefox")
    with TemporaryDirectory() as profile:
        lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
        (Path(profile) / "user.js").write_text("\n".join(lines), encoding="utf-8")
        process = subprocess.Popen(
            [path, "--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", profile],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            driver = Firefox(_port(Path(profile) / "MarionetteActivePort", process))
            try:
                driver.do("Addon:Install", path=str(folder), temporary=True)
                yield driver
            finally:
                driver.close()
        finally:
            process.terminate()
            try:
                process.wait(timeout=PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _port(file: Path, process: subprocess.Popen[bytes]) -> int:
    ends = time.monotonic() + 2 * PATIENCE
    while time.monotonic() < ends and process.poll() is None:
        if file.exists() and (written := file.read_text(encoding="utf-8").strip()):
            return int(written)
        time.sleep(0.1)
    raise AssertionError("Firefox did not start")
