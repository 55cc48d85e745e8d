import pytest

from models import detectors
from models.document import Document
from models.neural.decode import Tagged
from models.neural.encoder import Reading
from models.neural.merge import SOURCE, merge, prepared_span
from models.neural.view import view_of


def merged(text, *spans):
    document = Document(text)
    detectors.run(document)
    tagged = tuple(
        Tagged(kind, text.index(words), text.index(words) + len(words), score) for kind, words, score in spans
    )
    return document, merge(document, Reading(tagged, 0.0, 0.0))


def surfaces(document, findings):
    return [(f.type, document.text[f.start : f.end]) for f in findings]


def test_tagger_has_the_last_word_on_words_in_context():
    document, findings = merged("Sol kom ind på M5", ("PATIENT_NAME", "Sol", 0.9))
    assert surfaces(document, findings) == [("PATIENT_NAME", "Sol")]
    assert findings[0].source == SOURCE


def test_what_has_a_form_is_the_rules():
    document, findings = merged("Hun er 010190-1234 siger de", ("AGE", "010190", 0.9))
    assert surfaces(document, findings) == [("CPR", "010190-1234")]


def test_a_name_in_a_user_name_that_the_network_was_not_shown_stands_and_an_illness_in_a_link_does_not():
    text = "Tak for i dag @jakob_sf https://dr.dk/hjertestop"
    document = Document(text)
    detectors.run(document)
    findings = merge(document, Reading((), 0.0, 0.0, view_of(document).hidden))
    assert {f.type for f in document.findings} > {"DIAGNOSIS"}
    assert [document.text[f.start : f.end] for f in findings] == ["jakob_sf"]


def test_no_span_reaches_over_a_name_that_the_network_was_not_shown():
    document = Document("Tak @jakob_sf for alt")
    detectors.run(document)
    bridging = Reading((Tagged("EVENT", 0, len(document.text), 0.9),), 0.0, 0.0, view_of(document).hidden)
    assert [document.text[f.start : f.end] for f in merge(document, bridging)] == ["jakob_sf"]


def test_a_span_ends_before_the_small_word_that_begins_what_comes_after_it():
    document, findings = merged("Hun har ondt i hjertet", ("DIAGNOSIS", "ondt i", 0.9))
    assert surfaces(document, findings) == [("DIAGNOSIS", "ondt")]


@pytest.mark.parametrize(
    ("spans", "times"),
    [
        ([("TIME", "sidste", 0.9)], ["sidste år"]),
        ([("TIME", "sidste", 0.9), ("EVENT", "år", 0.9)], ["sidste"]),
    ],
)
def test_a_time_that_the_tagger_cut_short_is_as_long_as_the_rules_have_it_unless_another_is_in_the_way(spans, times):
    document, findings = merged("Hun døde sidste år", *spans)
    assert [words for kind, words in surfaces(document, findings) if kind == "TIME"] == times


def test_a_finding_of_both_keeps_what_the_rules_know():
    _, findings = merged("Han har geschwind syndrom nu", ("DIAGNOSIS", "geschwind syndrom nu", 0.7))
    assert findings[0].attrs["strength"] == 3
    assert findings[0].source != SOURCE


@pytest.mark.parametrize(
    ("kind", "score", "kept"), [("TRAIT", 0.2, False), ("TRAIT", 0.5, True), ("PHONE", 0.5, False)]
)
def test_doubtful_spans_are_left_out(kind, score, kept):
    _, findings = merged("den gamle bager er her", (kind, "bager", score))
    assert bool(findings) is kept


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Travlt på skadestuen i Viborg", "PLACE"),
        ("Busy shift on the ward in Viborg", "PLACE"),
        ("Travlt på skadestuen, Viborg", "FACILITY"),
    ],
)
def test_behind_i_a_town_is_the_town_and_not_its_hospital(text, kind):
    _, findings = merged(text, ("FACILITY", "Viborg", 0.9))
    assert [f.type for f in findings] == [kind]


@pytest.mark.parametrize(
    ("kind", "words", "kept"), [("TIME", "i", False), ("TIME", "i nat", True), ("WARD", "i", True)]
)
def test_a_lone_small_word_is_no_finding(kind, words, kept):
    _, findings = merged("Han kom ind i nat", (kind, words, 0.9))
    assert bool(findings) is kept


def test_offsets_are_those_of_the_prepared_text():
    document = Document("P\u200b\u200baa afsnit M5")
    original = document.prepared.original
    start = original.index("afsnit")
    first, last = prepared_span(document, start, len(original))
    assert document.text[first:last] == "afsnit M5"
