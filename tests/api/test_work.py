"""The line in front of the engine: bounded, timed, and what was taken is finished."""

import asyncio
import threading

import httpx2
import pytest

from api.check.app import create_app
from api.check.settings import Settings
from api.check.work import BusyError, SlowError, Work
from models.checker import Checker
from tests.api.conftest import assert_problem


def test_results_and_errors_come_back():
    async def ask():
        work = Work(1, 0, 60)
        assert await work.do(divmod, 7, 2) == (3, 1)
        with pytest.raises(ZeroDivisionError):
            await work.do(divmod, 7, 0)
        assert await work.do(divmod, 9, 2) == (4, 1)
        work.close()

    asyncio.run(ask())


def test_a_full_line_refuses_at_once_and_opens_again():
    async def ask():
        work, go = Work(1, 1, 60), threading.Event()
        taken = [asyncio.create_task(work.do(go.wait)) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(BusyError):
            await work.do(int)
        go.set()
        assert await asyncio.gather(*taken) == [True, True]
        assert await work.do(int) == 0
        work.close()

    asyncio.run(ask())


def test_a_job_out_of_time_is_given_up_but_holds_its_place_until_it_is_done():
    async def ask():
        work, go = Work(1, 0, 0.01), threading.Event()
        with pytest.raises(SlowError):
            await work.do(go.wait)
        with pytest.raises(BusyError):
            await work.do(int)
        go.set()
        work.close()

    asyncio.run(ask())


def test_closing_finishes_what_was_taken():
    async def ask():
        work, go = Work(1, 5, 60), threading.Event()
        taken = [asyncio.create_task(work.do(go.wait)), *(asyncio.create_task(work.do(int, i)) for i in range(5))]
        await asyncio.sleep(0)
        go.set()
        work.close()
        assert await asyncio.gather(*taken) == [True, *range(5)]

    asyncio.run(ask())


@pytest.fixture
def held(monkeypatch):
    """The real engine, held at its door until the event is set."""
    go, check = threading.Event(), Checker.check

    def waiting(self, *args):
        go.wait()
        return check(self, *args)

    monkeypatch.setattr(Checker, "check", waiting)
    yield go
    go.set()


def asked(app, then):
    """Run `then` with a client of `app`."""

    async def ask():
        async with app.router.lifespan_context(app):
            transport = httpx2.ASGITransport(app)
            async with httpx2.AsyncClient(transport=transport, base_url="http://localhost") as client:
                await then(client)

    asyncio.run(ask())


def test_overload_is_told_with_when_to_come_back_and_the_taken_are_answered(held):
    async def then(client):
        posts = [asyncio.create_task(client.post("/v1/check", json={"text": "i går"})) for _ in range(5)]
        while sum(post.done() for post in posts) < 3:
            await asyncio.sleep(0)
        held.set()
        answers = await asyncio.gather(*posts)
        assert sorted(answer.status_code for answer in answers) == [200, 200, 503, 503, 503]
        for answer in answers:
            if answer.status_code == 503:
                assert_problem(answer, 503, "busy")
                assert answer.headers["retry-after"] == "1"

    asked(create_app(Settings(threads=1, waiting=1)), then)


def test_a_text_that_takes_too_long_is_unchecked(held):
    async def then(client):
        assert_problem(await client.post("/v1/check", json={"text": "i går"}), 503, "busy")
        held.set()

    asked(create_app(Settings(answer_seconds=0.05)), then)


def test_single_posts_get_in_between_the_parts_of_a_batch():
    async def then(client):
        texts = [{"id": str(i), "text": "i går var der stille på afdelingen"} for i in range(200)]
        batch = asyncio.create_task(client.post("/v1/check/batch", json={"texts": texts}))
        answer = await client.post("/v1/check", json={"text": "i går"})
        assert answer.status_code == 200
        assert not batch.done()
        assert len((await batch).json()["results"]) == 200

    asked(create_app(Settings(threads=1)), then)
