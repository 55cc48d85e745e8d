"""`/v1/check`, `/v1/check/batch`, `/v1/entities`: the engine's own answer, over HTTP."""

import dataclasses
import json

import pytest
from fastapi.testclient import TestClient

from api.check.app import create_app
from api.check.schemas import AssessmentOut, BatchOut, EntitiesOut
from api.check.settings import Settings
from models.assessment import Assessment, Context
from models.checker import MAX_CHARACTERS, Checker
from tests.api.conftest import DATED, RED, assert_problem

LONE = '{"text": "i går \\ud800 \\udc00\\ud83d"}'


def test_check_gives_every_field_of_the_assessment(client):
    answer = client.post("/v1/check", json={"text": RED}).json()
    assert set(answer) - {"offset_unit"} == {each.name for each in dataclasses.fields(Assessment)}
    expected = Checker().check(RED)
    assert answer == json.loads(json.dumps(dataclasses.asdict(expected) | {"offset_unit": "codepoint"}))


@pytest.mark.parametrize("text", ["", " ", RED, DATED, "\x00", "a" * MAX_CHARACTERS], ids=range(6))
def test_answer_is_as_documented(client, text):
    response = client.post("/v1/check", json={"text": text})
    assert response.status_code == 200
    AssessmentOut.model_validate_json(response.content)


def test_context_reaches_the_engine(client):
    context = {"workplace": "M5", "thread": ["Hej"], "has_media": True}
    answer = client.post("/v1/check", json={"text": "Se her.", "context": context}).json()
    assert answer["unchecked"] == list(Checker().check("Se her.", Context("M5", ("Hej",), True)).unchecked) != []


def test_entities_are_those_of_the_check(client):
    asked = {"text": DATED, "offset_unit": "utf16"}
    found = client.post("/v1/entities", json=asked)
    EntitiesOut.model_validate_json(found.content)
    assert found.json()["entities"] == client.post("/v1/check", json=asked).json()["entities"] != []


@pytest.mark.parametrize("path", ["/v1/check", "/v1/entities"])
@pytest.mark.parametrize(("unit", "encoding", "width"), [("codepoint", "utf-32-le", 4), ("utf16", "utf-16-le", 2)])
def test_offsets_point_at_the_words_in_the_unit_asked_for(client, path, unit, encoding, width):
    units = DATED.encode(encoding)
    entities = client.post(path, json={"text": DATED, "offset_unit": unit}).json()["entities"]
    assert entities
    for entity in entities:
        assert units[entity["start"] * width : entity["end"] * width].decode(encoding) == entity["text"]


def test_emoji_counts_two_in_utf16(client):
    starts = [
        client.post("/v1/entities", json={"text": "🙂 i går", "offset_unit": unit}).json()["entities"][0]["start"]
        for unit in ("codepoint", "utf16")
    ]
    assert starts[1] - starts[0] == 1


@pytest.mark.parametrize("path", ["/v1/check", "/v1/entities"])
def test_lone_surrogates_are_taken_and_given_back(client, path):
    response = client.post(path, content=LONE, headers={"content-type": "application/json"})
    assert response.status_code == 200
    json.loads(response.content)


def test_lone_surrogates_in_ids_come_back_as_sent(client):
    sent = '{"texts": [{"id": "\\ud800", "text": "\\udfff i går"}], "offset_unit": "utf16"}'
    response = client.post("/v1/check/batch", content=sent, headers={"content-type": "application/json"})
    assert response.json()["results"][0]["id"] == "\ud800"


def test_batch_answers_in_order_with_the_single_answers(client):
    texts = [RED, DATED, "", "I går på M5"] * 3
    batch = [{"id": str(i), "text": text} for i, text in enumerate(texts)]
    response = client.post("/v1/check/batch", json={"texts": batch})
    BatchOut.model_validate_json(response.content)
    singles = [client.post("/v1/check", json={"text": text}).json() for text in texts]
    assert response.json()["results"] == [{"id": str(i), **single} for i, single in enumerate(singles)]


def test_empty_batch_has_no_results(client):
    assert client.post("/v1/check/batch", json={"texts": []}).json() == {"results": []}


@pytest.mark.parametrize(
    ("texts", "status", "name", "pointer"),
    [
        ([""] * 256, 200, "", None),
        ([""] * 257, 422, "invalid", "/texts"),
        (["a" * 20_000] * 10, 200, "", None),
        (["a" * 20_000] * 10 + ["a"], 413, "too_large", None),
        (["a", "a" * 20_001], 422, "invalid", "/texts/1/text"),
    ],
    ids=["256 texts", "257 texts", "200,000 characters", "200,001 characters", "one too long"],
)
def test_batch_limits(client, texts, status, name, pointer):
    batch = [{"id": str(i), "text": text} for i, text in enumerate(texts)]
    response = client.post("/v1/check/batch", json={"texts": batch})
    if status == 200:
        assert len(response.json()["results"]) == len(texts)
        return
    errors = assert_problem(response, status, name).get("errors", [])
    assert [error["pointer"] for error in errors] == ([pointer] if pointer else [])


def test_a_full_batch_of_escaped_emoji_is_within_the_byte_limit():
    content = json.dumps({"texts": [{"id": str(i), "text": "🙂" * 20_000} for i in range(10)]}, ensure_ascii=True)
    with TestClient(create_app(Settings(mode="rules")), base_url="http://localhost") as client:
        response = client.post("/v1/check/batch", content=content, headers={"content-type": "application/json"})
    assert response.status_code == 200


@pytest.mark.parametrize("path", ["/v1/check", "/v1/entities"])
def test_text_limit_is_exact(client, path):
    assert client.post(path, json={"text": "a" * MAX_CHARACTERS}).status_code == 200
    problem = assert_problem(client.post(path, json={"text": "a" * (MAX_CHARACTERS + 1)}), 422, "invalid")
    assert [error["pointer"] for error in problem["errors"]] == ["/text"]


@pytest.mark.parametrize(
    ("lengths", "pointer"),
    [
        ([MAX_CHARACTERS - 1], None),
        ([MAX_CHARACTERS], "/context/thread/0"),
        ([MAX_CHARACTERS // 2 - 1] * 2, None),
        ([MAX_CHARACTERS // 2 - 1, MAX_CHARACTERS // 2], "/context/thread"),
        ([0] * 51, "/context/thread"),
    ],
    ids=range(5),
)
def test_thread_limit_is_the_engines(client, lengths, pointer):
    thread = ["a" * length for length in lengths]
    response = client.post("/v1/check", json={"text": "i går", "context": {"thread": thread}})
    if pointer is None:
        assert response.status_code == 200
        return
    problem = assert_problem(response, 422, "invalid")
    assert [error["pointer"] for error in problem["errors"]] == [pointer]


def test_model_tells_version_limits_and_operator(client):
    answer = client.get("/v1/model").json()
    assert answer["model"] == Checker().model
    assert answer["limits"]["max_characters"] == MAX_CHARACTERS
    assert answer["operator"] == ""
