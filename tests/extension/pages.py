"""The fixture pages on hosts that pose as the real sites: HTTPS on loopback, a certificate of the moment, real editors bundled from npm.

In: nothing. Out: `fixture_site()`, the port they are served on. Every page says that it is to be treated as one from the public network.
"""

from __future__ import annotations

import os
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import pytest
import trustme

HERE = Path(__file__).resolve().parent
HOSTS = ("www.facebook.com", "www.instagram.com", "www.linkedin.com", "www.threads.com", "x.com", "elsewhere.example")


def npm(tool: str) -> str:
    """Where a tool of the packages from npm is. Skips the test without them, and fails in CI."""
    found = HERE / "node_modules" / ".bin" / tool
    if found.exists():
        return str(found)
    why = "packages from npm are missing: npm ci --ignore-scripts --prefix tests/extension"
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


def bundles(out: Path) -> None:
    """Bundle the editors into `out`."""
    sources = sorted(str(file) for file in (HERE / "editors").glob("*.js") if file.stem != "page")
    options = ["--bundle", "--format=iife", "--define:global=window", "--log-level=warning", f"--outdir={out}"]
    subprocess.run([npm("esbuild"), *sources, *options], check=True, cwd=HERE)


class _Handler(SimpleHTTPRequestHandler):
    def translate_path(self, path: str) -> str:
        # Adapters look at the path; the pages lie in one folder.
        return super().translate_path(path.removeprefix("/messages"))

    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", "treat-as-public-address")
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def fixture_site() -> Iterator[int]:
    """Serve the pages; yields the port."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        for file in (HERE / "fixtures").iterdir():
            (root / file.name).write_bytes(file.read_bytes())
        bundles(root / "bundles")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert(*HOSTS).configure_cert(context)
        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=folder))
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
