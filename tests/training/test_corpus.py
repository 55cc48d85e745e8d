import json

import pytest

from training.corpus import level_from_pieces, lint, parse_markup, parse_post, read_posts

GUIDE_POSTS = [
    {
        "id": "seed-1",
        "level": "green",
        "text": "Det er endelig [[TIME|fredag]], og en god arbejdsuge er overstået her på [[WARD|afsnit M1]] – nu ser vi alle "
        "frem til weekend",
        "why": "ingen patient",
    },
    {
        "id": "seed-2",
        "level": "red",
        "text": "Hej alle. Jeg har brug for sparring på [[PATIENT_REF|en patient]] fra [[WARD|neurologisk afsnit K]], der ikke "
        "responderer på den medicinske behandling for [[DIAGNOSIS|geschwind syndrom]] – hvis I kan hjælpe, så send mig PB",
        "pieces": [["WARD", 2, False], ["DIAGNOSIS", 3, True]],
        "why": "afsnit og sjælden sygdom",
    },
    {
        "id": "seed-3",
        "level": "red",
        "text": "[[INCIDENT_COUNT|4 hjertestop]], [[INCIDENT_COUNT|2 mors]] [[TIME|på én uge]], puha det er hårdt, men heldigvis "
        "har vi også gode stunder her på [[WARD|akutmodtagelsen]] på [[FACILITY|Herlev]]",
        "pieces": [["INCIDENT_COUNT", 2, True], ["TIME", 1, False], ["WARD", 2, False], ["FACILITY", 1, False]],
        "why": "antal, kort tid og sted",
    },
]


def line(**fields):
    return json.dumps({"id": "a", "level": "green", "text": "Hej"} | fields)


@pytest.mark.parametrize(
    ("record", "kinds"),
    [
        (GUIDE_POSTS[0], ["TIME", "WARD"]),
        (GUIDE_POSTS[1], ["PATIENT_REF", "WARD", "DIAGNOSIS"]),
        (GUIDE_POSTS[2], ["INCIDENT_COUNT", "INCIDENT_COUNT", "TIME", "WARD", "FACILITY"]),
    ],
)
def test_the_guides_posts_parse_and_are_clean(record, kinds):
    post = parse_post(json.dumps(record))
    assert [span.type for span in post.spans] == kinds
    assert all(post.text[span.start : span.end] == span.text for span in post.spans)
    assert "[[" not in post.text
    assert lint(post) == []


def test_offsets_are_code_points():
    text, spans = parse_markup("🌸 på [[WARD|afsnit É]]")
    assert text == "🌸 på afsnit É"
    assert (spans[0].start, spans[0].end) == (5, 13)


@pytest.mark.parametrize(
    ("marked", "fault"),
    [
        ("på [[WARD|M1", "stray"),
        ("på M1]]", "stray"),
        ("[[WARD|M|1]]", "stray"),
        ("[[VARD|M1]]", "unknown entity type VARD"),
        ("[[WARD|]]", "empty or padded"),
        ("[[WARD| M1]]", "empty or padded"),
    ],
)
def test_broken_markup_is_refused(marked, fault):
    with pytest.raises(ValueError, match=fault):
        parse_markup(marked)


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("[]", "not a JSON object"),
        (line(level="blue"), "unknown level"),
        (line(id=7), "field id"),
        (json.dumps({"id": "a", "level": "red"}), "field text"),
    ],
)
def test_a_bad_record_is_refused(broken, fault):
    with pytest.raises(ValueError, match=fault):
        parse_post(broken)


@pytest.mark.parametrize(
    ("in_scope", "pieces", "level"),
    [
        (False, [("WARD", 2, False), ("DIAGNOSIS", 3, True)], "green"),
        (True, [], "yellow"),
        (True, [("DIAGNOSIS", 2, True)], "yellow"),
        (True, [("WARD", 2, False), ("FACILITY", 1, False), ("TRAIT", 1, True)], "yellow"),
        (True, [("WARD", 2, False), ("DIAGNOSIS", 2, True)], "red"),
        (True, [("PHONE", 3, True)], "red"),
        (True, [("PICTURE", 0, True)], "red"),
    ],
)
def test_level_follows_from_scope_and_pieces(in_scope, pieces, level):
    assert level_from_pieces(in_scope, pieces) == level


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"level": "red"}, "level is red, scope and pieces give yellow"),
        ({"scope": True}, "level is green, scope and pieces give yellow"),
        ({"pieces": [["WARD", 2, False]]}, "a green post has pieces"),
        ({"level": "yellow", "pieces": [["WARDS", 1, False]]}, "unknown piece type WARDS"),
        ({"level": "yellow", "pieces": [["WARD", -1, False]]}, "piece WARD has -1 points"),
        ({"text": "Jeg er [[WARD|på afsnit M1]]"}, "WARD starts with a preposition: på afsnit M1"),
        ({"text": "Jeg er på [[WARD|M1,]] ja"}, "WARD ends in punctuation: M1,"),
    ],
)
def test_lint_finds_the_fault(fields, fault):
    assert fault in lint(parse_post(line(**fields)))


def test_a_time_may_keep_its_preposition_and_initials_their_dot():
    post = parse_post(line(text="Tak [[TIME|i nat]] til [[STAFF_NAME|K.M.]]"))
    assert lint(post) == []


def test_a_fault_is_named_with_file_and_line(tmp_path):
    (tmp_path / "b.jsonl").write_text(line() + "\n\n" + line(level="blue") + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"b\.jsonl:3: unknown level blue"):
        list(read_posts(tmp_path))


def test_a_folder_is_read_in_order(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "z.jsonl").write_text(line(id="2"), encoding="utf-8")
    (tmp_path / "a.jsonl").write_text(line(id="1"), encoding="utf-8")
    (tmp_path / "a.txt").write_text("not a post", encoding="utf-8")
    assert [post.id for post in read_posts(tmp_path)] == ["1", "2"]
