"""`/docs`: the OpenAPI description as one plain page, made here. It fetches nothing and runs no script."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

_STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; margin-bottom: 1.5rem; }
th, td { border: 1px solid #767676; padding: .25rem .5rem; text-align: left; vertical-align: top; }
h1, h2, h3, p, td, code { overflow-wrap: anywhere; }
th { hyphens: auto; }
"""
_POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_REF = "#/components/schemas/"
Words = Mapping[str, str]


def docs_router(
    words: Words, problems: Mapping[str, Mapping[str, Any]], paths: Iterable[str] = ("/docs",)
) -> APIRouter:
    """The description as a page for people, at each of `paths`."""
    router = APIRouter(include_in_schema=False)

    async def docs(request: Request) -> HTMLResponse:
        text = page(request.app.openapi(), words, problems)
        return HTMLResponse(text, headers={"Content-Security-Policy": _POLICY})

    for path in paths:
        router.get(path)(docs)
    return router


def page(openapi: Mapping[str, Any], words: Words, problems: Mapping[str, Mapping[str, Any]]) -> str:
    """The whole page for an OpenAPI description, in `words`, with a table of the application's `problems`."""
    schemas: Mapping[str, Any] = openapi["components"]["schemas"]
    operations = [
        _operation(path, method, operation, words)
        for path, methods in openapi["paths"].items()
        for method, operation in methods.items()
    ]
    return "".join(
        [
            f'<!doctype html><html lang="da"><head><meta charset="utf-8"><title>{escape(words["title"])}</title>'
            f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head><body>'
            f"<main><h1>{escape(words['title'])}</h1><p>{escape(words['intro'])}</p>"
            f'<p>{escape(openapi["info"]["version"])} · <a href="/openapi.json">{escape(words["schema_link"])}</a></p>',
            *operations,
            f"<h2>{escape(words['models'])}</h2>",
            *(_schema(name, schema, words) for name, schema in schemas.items()),
            _problems(problems, words),
            "</main></body></html>",
        ]
    )


def _operation(path: str, method: str, operation: Mapping[str, Any], words: Words) -> str:
    body = operation.get("requestBody", {}).get("content", {})
    answers = [
        [status, f"{escape(answer['description'])} {_contents(answer.get('content', {}))}"]
        for status, answer in operation["responses"].items()
    ]
    return "".join(
        [
            f"<h2><code>{escape(method.upper())} {escape(path)}</code></h2>",
            f"<p><strong>{escape(operation['summary'])}</strong> {escape(operation.get('description', ''))}</p>",
            f"<p>{escape(words['request'])}: {_contents(body)}</p>" if body else "",
            f"<p>{escape(words['responses'])}:</p>",
            _table((words["status"], words["meaning"]), answers),
        ]
    )


def _schema(name: str, schema: Mapping[str, Any], words: Words) -> str:
    required = schema.get("required", ())
    rows = [
        [
            f"<code>{escape(field)}</code>" + (f" ({escape(words['required'])})" if field in required else ""),
            _kind(about),
            escape(about.get("description", "")),
        ]
        for field, about in schema.get("properties", {}).items()
    ]
    table = _table((words["field"], words["kind"], words["meaning"]), rows)
    return (
        f'<h3 id="{escape(name)}"><code>{escape(name)}</code></h3><p>{escape(schema.get("description", ""))}</p>{table}'
    )


def _problems(problems: Mapping[str, Mapping[str, Any]], words: Words) -> str:
    rows = [
        [
            str(problem["status"]),
            f'<span id="{escape(name)}"><code>{escape(name)}</code></span>',
            f"<strong>{escape(problem['title'])}</strong> {escape(problem['detail'])}",
        ]
        for name, problem in problems.items()
    ]
    heading = f"<h2>{escape(words['problems'])}</h2><p>{escape(words['problems_intro'])}</p>"
    return heading + _table((words["status"], words["kind"], words["meaning"]), rows)


def _contents(contents: Mapping[str, Any]) -> str:
    return ", ".join(f"{_kind(each.get('schema', {}))} <code>{escape(kind)}</code>" for kind, each in contents.items())


def _kind(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        name = escape(schema["$ref"].removeprefix(_REF))
        return f'<a href="#{name}"><code>{name}</code></a>'
    if "anyOf" in schema:
        return " | ".join(map(_kind, schema["anyOf"]))
    if "enum" in schema:
        return " | ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
    if "prefixItems" in schema:
        return f"[{', '.join(map(_kind, schema['prefixItems']))}]"
    if "items" in schema:
        return f"[{_kind(schema['items'])}, …]"
    longest = f" ≤ {schema['maxLength']}" if "maxLength" in schema else ""
    return f"{escape(schema.get('type', ''))}{longest}"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"
