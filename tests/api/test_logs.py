"""What a running service writes down: of each answer its route, status, time and id; nothing else."""

import json
import os
import signal

import pytest

from tests.api.conftest import RED, serving


def test_a_line_of_json_an_answer_with_the_id_the_client_got():
    with serving(log="json", log_requests="true") as server:
        answers = [
            server.client.post("/v1/check", json={"text": RED}, headers={"x-request-id": "mine"}),
            server.client.get(f"/{RED}"),
        ]
        lines = [json.loads(line) for line in server.stop().splitlines() if line.startswith("{")]
    assert [line["request_id"] for line in lines] == [answer.headers["x-request-id"] for answer in answers]
    assert "mine" not in str(lines)
    assert [(line["route"], line["method"], line["status"]) for line in lines] == [
        ("/v1/check", "POST", 200),
        ("other", "GET", 404),
    ]
    assert {key for line in lines for key in line} == {
        "timestamp", "level", "event", "request_id", "route", "method", "status", "milliseconds",
    }  # fmt: skip


@pytest.mark.parametrize("form", ["json", "plain"])
def test_unless_asked_for_answers_leave_no_line(form):
    with serving(log=form) as server:
        assert server.client.post("/v1/check", json={"text": RED}).status_code == 200
        lines = server.stop().splitlines()
    assert len(lines) == 3


def test_a_process_that_dies_is_replaced_and_counts_go_on():
    with serving(processes="2") as server:
        answers = [server.post_anew("/v1/check", {"text": RED}) for _ in range(20)]
        pids = server.children()
        assert len(pids) == 2
        os.kill(pids[0], signal.SIGKILL)
        while set(server.children()) == set(pids) or len(server.children()) < 2:
            pass
        answers += [server.post_anew("/v1/check", {"text": RED}) for _ in range(20)]
        assert {answer.status_code for answer in answers} == {200}
        counted = [
            line for line in server.client.get("/metrics").text.splitlines() if line.startswith("http_requests_total{")
        ]
        assert counted == ['http_requests_total{method="POST",route="/v1/check",status="200"} 40.0']
