from models import detectors
from models.assessment import ENTITY_TYPES
from models.document import Document
from models.neural.marks import SIZES, begin, marks_of
from training.encoder.labels import LABELS


def words_of(text):
    offsets, at = [], 0
    for word in text.split(" "):
        offsets.append((at, at + len(word)))
        at += len(word) + 1
    return offsets


def read(text):
    document = Document(text)
    detectors.run(document)
    return document


def test_marks_and_the_labels_that_are_learnt_have_the_same_ids():
    assert [LABELS[begin(kind)] for kind in ENTITY_TYPES] == [f"B-{kind}" for kind in ENTITY_TYPES]
    assert len(LABELS) == SIZES[0]


def test_findings_open_and_continue_their_type():
    text = "Mødte op på afsnit M5 igen"
    rows = marks_of(read(text), words_of(text))
    ward = begin("WARD")
    assert list(rows[0]) == [0, 0, 0, ward, ward + 1, 0]


def test_strength_comes_with_the_finding():
    text = "Han har geschwind syndrom og hoste"
    rows = marks_of(read(text), words_of(text))
    assert rows[1][2] == rows[1][3] == 5
    assert rows[1][0] == 0


def test_frames_are_marked():
    text = "Så en serie om intensiv"
    assert marks_of(read(text), words_of(text))[2][2] > 0


def test_special_tokens_and_blank_offsets_carry_nothing():
    text = "afsnit M5"
    rows = marks_of(read(text), [(0, 0), *words_of(text), (0, 0)])
    assert not rows[:, 0].any()
    assert not rows[:, -1].any()
    assert rows[0, 1:3].all()


def test_ids_fit_the_tables_and_disguised_letters_keep_their_place():
    text = "Paa  afsnit M5 laa k\u200bvinden paa 87 aar med KOL, cpr 010190-1234"
    rows = marks_of(read(text), words_of(text))
    assert all(row.max() < size for row, size in zip(rows, SIZES, strict=True))
    assert rows[0].any()
