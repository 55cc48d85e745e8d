"""What the network is shown: the text at its own offsets, without links, user names and shouting."""

import pytest

from models.neural.view import view_of


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("læs her https://t.co/h0NrwRmGg nu", ["https://t.co/h0NrwRmGg"]),
        ("på www.dr.dk/nyheder", ["www.dr.dk/nyheder"]),
        ("bit.ly/3xYz", ["bit.ly/3xYz"]),
        ("tak @jakob_sf og @a!", ["@jakob_sf", "@a"]),
        ("skriv til mette@sygehus.dk", []),
        ("kl. 7.30/8 på afd. M/K, og/eller spl./sosu", []),
        ("to @ tre, 5 kr. @ stykket", []),
    ],
)
def test_links_and_user_names_are_hidden_where_they_stand(text, hidden):
    view = view_of(text)
    assert [text[start:end] for start, end in view.hidden] == hidden
    assert all(not view.text[start:end].strip() for start, end in view.hidden)
    assert all(
        shown == written
        for at, (shown, written) in enumerate(zip(view.text, text, strict=False))
        if not any(start <= at < end for start, end in view.hidden)
    )


def test_what_is_shown_keeps_its_offsets():
    text = "👍🏽 OG SÅ TIL DEN SØDE DAME FRA RY https://dr.dk/x"
    view = view_of(text)
    assert view.text == "👍  og så til den søde dame fra ry"
    assert view.text.index("ry") == text.index("RY")


@pytest.mark.parametrize("text", ["KOL", "Mødte CPR-NUMMERET igen i dag, sagde hun"])
def test_a_word_in_capitals_stays(text):
    assert view_of(text).text == text


@pytest.mark.parametrize("text", ["", " \n", "https://dr.dk"])
def test_nothing_may_be_left(text):
    assert view_of(text).text == ""
