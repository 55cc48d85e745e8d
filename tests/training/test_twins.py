import pytest

from training.corpus import Post, parse_markup
from training.twins import as_on_a_platform, capitals, lower_case, misspelt, without_danish_letters


def post(marked, id_="p"):
    text, spans = parse_markup(marked)
    return Post(id_, "red", text, spans)


def test_danish_letters_are_written_out():
    assert without_danish_letters(post("Ældre på Ærø så ØL")) == "Aeldre paa Aeroe saa OeL"


def test_lower_case_keeps_all_else():
    assert lower_case(post("Fru Å på M1!")) == "fru å på m1!"


def test_capitals_and_what_a_platform_adds_keep_all_words():
    assert capitals(post("Fru Å på M1!")) == "FRU Å PÅ M1!"
    assert "Fru Å på M1!" in as_on_a_platform(post("Fru Å på M1!"))


@pytest.mark.parametrize(("words", "slips"), [(1, 1), (10, 1), (20, 2), (34, 3)])
def test_a_tenth_of_the_long_words_is_misspelt(words, slips):
    original = " ".join(["afdeling"] * words)
    typed = misspelt(post(original)).split(" ")
    assert len(typed) == words
    assert sum(word != "afdeling" for word in typed) == slips


@pytest.mark.parametrize("id_", [str(i) for i in range(30)])
def test_a_slip_is_one_edit_after_the_first_letter(id_):
    typed = misspelt(post("ambulance", id_))
    assert typed != "ambulance"
    assert typed[0] == "a"
    assert abs(len(typed) - len("ambulance")) <= 1


def test_short_words_and_direct_identifiers_are_left_alone():
    original = post("Bo er på [[EMAIL|karen@eksempel.dk]] hos [[PATIENT_NAME|Margrethe]] i dag")
    assert misspelt(original) == original.text


def test_the_same_post_is_misspelt_the_same_way():
    text = " ".join(["afdelingen", "patienten", "sygeplejersken", "medicinen"] * 10)
    assert misspelt(post(text, "a")) == misspelt(post(text, "a"))
    assert misspelt(post(text, "a")) != misspelt(post(text, "b"))
