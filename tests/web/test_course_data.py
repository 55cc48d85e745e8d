"""What the course teaches agrees with the annotation guide, and what it shows of the engine is what the engine says."""

import json
import re

import pytest

from api.check.pages import stored as command
from api.check.pages.content import choices, course, is_red, mosaic, pairs, posts, sources, stored
from models.assessment import ENTITY_TYPES
from models.checker import Checker
from models.datafiles import DATA
from models.risk.group_size import in_steps
from tests.api.conftest import ROOT

PIECES = {*ENTITY_TYPES, "PICTURE", "QUOTE", "SCENE"}
LINK = re.compile(r"\]\((\w+)\)")
HOSTS = re.compile(
    r"https://((danskelove|nordjyske|domstol|dsr|(www\.)?(retsinformation|datatilsynet|ombudsmanden|sikkerdigital))\.dk"
    r"|(eur-lex\.europa|lakartidningen|www\.(jmir|kromannreumert|nrk|vg|vardfokus))\.(eu|org|com|no|se))/"
)
TEXTS = [*(DATA / "course").glob("*.toml"), DATA / "messages/web.toml"]


@pytest.fixture(scope="module")
def found():
    return command.answers(Checker())


def test_stored_answers_are_the_engines(found):
    """A difference: the engine or a post has changed. Run `make course` and look at what it changed."""
    assert found == stored()


def test_known_failures_are_exactly_those_listed(found):
    assert command.failures(found) == json.loads((DATA / "course/known_failures.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("post", posts(), ids=lambda post: post.id)
def test_level_is_the_guides_by_its_points(post):
    pieces = [(points, about) for _, points, about in post.pieces]
    assert {kind for kind, _, _ in post.pieces} <= PIECES
    assert all(0 <= points <= 3 for points, _ in pieces)
    if post.level == "red":
        assert post.direct or is_red(pieces)
    elif post.level == "yellow":
        assert pieces
        assert not is_red(pieces)
    else:
        assert not pieces
    assert not (post.direct and post.level != "red")


def test_there_are_enough_pairs_from_many_sectors_and_each_ends_in_two_ways():
    assert len(pairs()) >= 24
    assert sum(len(pair.posts) for pair in pairs() if pair.path != "extra") >= 24
    assert len({pair.sector.split(",")[0] for pair in pairs()}) >= 20
    for pair in pairs():
        first, second = pair.posts
        assert first.level != second.level, pair.title
        assert pair.note
    assert len({post.id for post in posts()}) == len(posts())


def test_half_of_what_the_mosaic_adds_is_red_and_more_pieces_never_lower_it():
    levels = {choice.key: choice.level for choice in choices()}
    for key, level in levels.items():
        fewer = [key[:i] + "0" + key[i + 1 :] for i, each in enumerate(key) if each == "1"]
        assert all(level == "red" or levels[each] == "yellow" for each in fewer)


def test_the_mosaic_goes_from_many_to_one(found):
    """That no single piece enlarges the group is among the failures above, where it does."""
    few, every = "0" * len(mosaic()["piece"]), "1" * len(mosaic()["piece"])
    assert in_steps(tuple(found[f"mosaic-{few}"]["group_size"]))[1] is None
    assert in_steps(tuple(found[f"mosaic-{every}"]["group_size"])) == (1, 1)


def test_every_source_named_is_listed_and_every_case_is_used():
    named = set(LINK.findall(json.dumps(course())))
    named |= {pair.after for pair in pairs() if pair.after}
    named |= {name for post in posts() for name in LINK.findall(post.why)}
    assert named == sources().keys()


def test_a_rule_named_of_a_post_leads_out_of_the_page():
    """Posts and questions stand in the teacher's view too, which has no list of sources."""
    shown = [*(post.why for post in posts()), *(question["why"] for question in course()["question"])]
    for name in LINK.findall("".join(shown)):
        assert "url" in sources()[name], name


def test_all_but_what_the_press_told_have_an_address_and_addresses_are_public_ones():
    for name, source in sources().items():
        assert source["says"]
        assert HOSTS.match(source["url"]) if "url" in source else name in ("plejehjem_2020", "film_en_2020"), name


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.name)
def test_words_are_plain_and_promise_nothing(file):
    """'Risiko for genkendelse', never 'brud'; no paragraph numbers in running text; never called safe."""
    words = "\n".join(
        line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith(("#", "url ="))
    )
    assert not re.search(r"\bbrud(det)?\b|§|\bstk\.|helt sikkert|ingen risiko|borger\.dk", words, re.IGNORECASE)


def test_every_question_has_one_right_answer_and_a_reason():
    assert len(course()["question"]) == 8
    for question in course()["question"]:
        assert 0 <= question["right"] < len(question["answers"]) == 3
        assert question["why"]
    assert {question["right"] for question in course()["question"]} == {0, 1, 2}


def test_the_wheel_carries_every_file_of_the_pages():
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    carried = {
        file
        for package, patterns in project["package-data"].items()
        for pattern in patterns
        for file in (ROOT / package.replace(".", "/")).glob(pattern)
        if package in project["packages"]
    }
    needed = {file for file in (ROOT / "web").rglob("*") if file.is_file() and file.suffix not in (".py", ".pyc")}
    needed |= {file for file in (DATA / "course").iterdir() if file.is_file()}
    assert needed <= carried
