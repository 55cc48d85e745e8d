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
PAGE = """<!doctype html>
<html lang="da">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>{name}</title>
    <link rel="stylesheet" href="/page.css">
  </head>
  <body>
    <main>
      <h1>Prøveside</h1>
      {body}
    </main>
    {script}
  </body>
</html>
"""
HOSTS = ("www.facebook.com", "www.instagram.com", "www.linkedin.com", "www.threads.com", "x.com", "elsewhere.example")
# Where the box is on each page, and which site it poses as.
PAGES = {
    "textarea": ("https://www.instagram.com/textarea.html", "#box"),
    "comment": ("https://www.facebook.com/comment.html", "#box"),
    "lexical": ("https://www.facebook.com/lexical.html", "#box"),
    "quill": ("https://www.linkedin.com/quill.html", ".ql-editor"),
    "draft": ("https://x.com/draft.html", "[contenteditable=true]"),
    "prosemirror": ("https://www.threads.com/prosemirror.html", ".ProseMirror"),
    "frame": ("https://www.facebook.com/frame.html", "#box"),
    "eager": ("https://www.facebook.com/eager.html", "#box"),
    "elsewhere": ("https://elsewhere.example/textarea.html", "#box"),
}


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
        # Adapters look at the path; the files lie in one folder.
        return super().translate_path(path[path.rindex("/") :])

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
        bundles(root)
        for file in (HERE / "fixtures").iterdir():
            content = file.read_text(encoding="utf-8")
            if file.suffix == ".html":
                bundle = f"{file.stem}.js"
                script = f'<script src="/{bundle}"></script>' if (root / bundle).exists() else ""
                content = PAGE.format(name=file.stem, body=content, script=script)
            (root / file.name).write_text(content, encoding="utf-8")
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
