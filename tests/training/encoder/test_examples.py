import json
import random

import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing

from models.neural.marks import begin
from training.corpus import parse_post
from training.encoder.augment import Segment, augment, segments_of
from training.encoder.examples import IGNORED, WINDOW, batches, token_labels, windows
from training.encoder.labels import LABELS
from training.encoder.mix import mixed
from training.encoder.silver import silver

MARKED = (
    "I dag kom [[PATIENT_REF|en dame]] på [[AGE|87 år]] ind på [[WARD|afsnit M5]] i [[PLACE|Viborg]] med "
    "[[DIAGNOSIS|lungebetændelse]], og [[STAFF_NAME|Lone]] tog imod [[TIME|kl. 4]]."
)


def post(text=MARKED):
    return parse_post(json.dumps({"id": "a", "level": "green", "text": text}))


def tokenizer():
    made = Tokenizer(WordLevel({"<s>": 0, "<pad>": 1, "</s>": 2, "x": 3}, unk_token="x"))
    made.pre_tokenizer = Whitespace()
    made.post_processor = TemplateProcessing(single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    return made


def test_segments_join_to_the_text():
    assert "".join(segment.text for segment in segments_of(post())) == post().text


@pytest.mark.parametrize("seed", range(40))
def test_augmentation_keeps_the_marks_in_order(seed):
    before = segments_of(post())
    after = augment(before, random.Random(seed))
    assert [s.kind for s in after if s.kind] == [s.kind for s in before if s.kind]
    assert all(s.text == s.text.strip() for s in after if s.kind)


def test_augmentation_changes_names_places_and_letters_but_not_every_time():
    texts = {"".join(s.text for s in augment(segments_of(post()), random.Random(seed))) for seed in range(60)}
    assert len(texts) > 20
    assert post().text in texts
    assert any("Viborg" not in text for text in texts)


def test_a_name_stays_the_same_throughout_a_post():
    segments = segments_of(post("[[STAFF_NAME|Lone]] sagde, at [[STAFF_NAME|Lone]] havde fri"))
    for seed in range(30):
        names = {s.text.lower() for s in augment(segments, random.Random(seed)) if s.kind}
        assert len(names) <= 2  # a slip of the finger may hit one of them


def test_tokens_are_labelled_by_the_mark_they_stand_in():
    segments = [Segment("på ", None), Segment("afsnit M5", "WARD"), Segment(" nu", None)]
    labels = token_labels(segments, [(0, 2), (2, 9), (9, 12), (12, 15)])
    assert [LABELS[label] for label in labels] == ["O", "B-WARD", "I-WARD", "O"]


def test_neighbouring_marks_open_anew():
    segments = [Segment("Lone", "STAFF_NAME"), Segment("Bo", "STAFF_NAME")]
    assert token_labels(segments, [(0, 4), (4, 6)]) == [begin("STAFF_NAME")] * 2


def test_ordinary_text_keeps_its_persons_and_the_rules_other_marks():
    text = "Lone var i Viborg i går, og manden hed Bo"
    segments = silver(text, [(0, 4), (39, 41)])
    assert "".join(segment.text for segment in segments) == text
    assert [(s.kind, s.text) for s in segments if s.kind] == [
        ("STAFF_NAME", "Lone"),
        ("PLACE", "Viborg"),
        ("TIME", "i går"),
        ("STAFF_NAME", "Bo"),
    ]


def test_no_patient_is_marked_where_there_is_none():
    assert not {s.kind for s in silver("Min patient Karen er på M5")} & {"PATIENT_NAME", "PATIENT_REF"}


def test_a_long_post_is_windowed_and_no_token_is_lost():
    long = [Segment(" ".join(["ord"] * 1000), None)]
    parts = windows(long, tokenizer(), 2, None)
    assert all(len(part.ids) <= WINDOW and len(part.ids) == len(part.labels) == part.marks.shape[1] for part in parts)
    assert sum(len(part.ids) - 2 for part in parts) >= 1000
    assert {part.level for part in parts} == {-1}


def test_a_short_post_keeps_its_level():
    (only,) = windows(segments_of(post()), tokenizer(), 0, None)
    assert only.level == 0
    assert only.labels[0] == only.labels[-1] == IGNORED


def test_batches_hold_every_example_within_their_size():
    examples = [windows([Segment(" ".join(["ord"] * n), None)], tokenizer(), 0, None)[0] for n in (3, 50, 8, 20, 90)]
    for draw in (None, random.Random(1)):
        made = list(batches(examples, 120, draw))
        assert sum(len(batch.ids) for batch in made) == len(examples)
        assert all(batch.ids.numel() <= 120 or len(batch.ids) == 1 for batch in made)
        assert all(int(batch.mask.sum()) == int((batch.ids != 1).sum()) for batch in made)


def test_mixtures_have_the_level_of_the_post_that_decides():
    posts = [
        parse_post(json.dumps({"id": level, "level": level, "text": f"Et {level} opslag på [[WARD|M5]]"} | pieces))
        for level, pieces in (
            ("green", {}),
            ("yellow", {"pieces": [["WARD", 2, False]]}),
            ("red", {"pieces": [["AGE", 3, True]]}),
        )
    ]
    made = mixed(posts, 40, random.Random(1))
    assert {post.level for _, post in made} == {"green", "red"}
    for segments, post in made:
        text = "".join(segment.text for segment in segments)
        assert ("red" in text) is (post.level == "red")
        assert "green" in text
        assert "yellow" not in text
