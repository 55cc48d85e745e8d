"""Disguises are undone before detection, and every prepared character knows where it came from."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.text.prepare import prepare

UNDONE = [
    ("zero-width space in a word", "Her\u200blev", "Herlev"),
    ("soft hyphen", "akut\u00admodtagelsen", "akutmodtagelsen"),
    ("full-width digits", "０１０１９０-１２３４", "010190-1234"),
    ("Cyrillic look-alikes", "Неrlеv", "Herlev"),
    ("decomposed å", "pa\u030a Herlev", "på Herlev"),
    ("spaced-out letters", "h j e r t e s t o p", "hjertestop"),
    ("dotted-out letters", "H.e.r.l.e.v er fin", "Herlev er fin"),
    ("ae, oe and aa", "foedt i gaar", "født i går"),
    ("windows line ends", "en\r\nto", "en\nto"),
    ("bold mathematical letters", "𝐇𝐞𝐫𝐥𝐞𝐯", "Herlev"),
]


@pytest.mark.parametrize(("text", "prepared"), [case[1:] for case in UNDONE], ids=[case[0] for case in UNDONE])
def test_disguise_is_undone(text, prepared):
    assert prepare(text).text == prepared


@pytest.mark.parametrize("text", ["Aabenraa", "poesi", "Привет", "K.M. har det godt", "i Michael Jacksons hus"])
def test_ordinary_text_is_left_alone(text):
    assert prepare(text).text == text


def test_span_of_restored_word_covers_the_word_as_written():
    prepared = prepare("Han blev foedt i gaar")
    start = prepared.text.index("født")
    assert prepared.original_span(start, start + len("født")) == (9, 14)


def test_emoji_and_variation_selectors_keep_offsets():
    prepared = prepare("❤️ Herlev")
    start = prepared.text.index("Herlev")
    first, last = prepared.original_span(start, start + 6)
    assert prepared.original[first:last] == "Herlev"


@given(st.text(max_size=200))
def test_offsets_are_monotone_and_inside_the_original(text):
    prepared = prepare(text)
    spans = [prepared.original_span(i, i + 1) for i in range(len(prepared.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(spans))
