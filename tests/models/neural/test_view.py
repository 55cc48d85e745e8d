"""What the network is shown: the text at its own offsets, without links, user names and shouting."""

import pytest

from models import detectors
from models.neural.view import view_of


@pytest.mark.parametrize(
    ("text", "shown", "hidden"),
    [
        ("læs her https://t.co/h0NrwRmGg nu", "læs her                        nu", []),
        ("på www.dr.dk/nyheder, tak", "på                    tak", []),
        ("bit.ly/3xYz", "", []),
        ("tak @jakob_sf og @a!", "tak           og   !", ["@jakob_sf", "@a"]),
        ("skriv til mette@sygehus.dk", "skriv til mette@sygehus.dk", []),
        ("kl. 7.30/8 på afd. M/K, og/eller spl./sosu", "kl. 7.30/8 på afd. M/K, og/eller spl./sosu", []),
        ("to @ tre, 5 kr. @ stykket", "to @ tre, 5 kr. @ stykket", []),
        ("hård nat #hverdag #kaffe \n", "hård nat", []),
        ("hård nat #herlev #hjertestop", "hård nat #herlev #hjertestop", []),
        ("hård #nat #dag igen #træt", "hård #nat #dag igen #træt", []),
    ],
)
def test_what_the_network_was_hardly_taught_is_hidden_where_it_stands(text, shown, hidden):
    view = view_of(detectors.read(text))
    assert view.text == shown
    assert [text[start:end] for start, end in view.hidden] == hidden


def test_what_is_shown_keeps_its_offsets():
    text = "👍🏽 OG SÅ TIL DEN SØDE DAME FRA RY https://dr.dk/x"
    view = view_of(detectors.read(text))
    assert view.text == "👍  og så til den søde dame fra ry"
    assert view.text.index("ry") == text.index("RY")


@pytest.mark.parametrize("text", ["KOL", "Mødte CPR-NUMMERET igen i dag, sagde hun"])
def test_a_word_in_capitals_stays(text):
    assert view_of(detectors.read(text)).text == text


@pytest.mark.parametrize("text", ["", " \n", "https://dr.dk"])
def test_nothing_may_be_left(text):
    assert view_of(detectors.read(text)).text == ""
