import pytest

from models.datafiles import read_table
from models.document import Document
from models.grammar import Grammar, amount


@pytest.mark.parametrize("name", ["times", "ages"])
def test_every_rule_is_the_one_that_takes_its_example(name: str) -> None:
    grammar = Grammar(name)
    for row in read_table(f"gazetteers/{name}_rules.tsv"):
        if row["kind"].startswith("="):
            continue
        document = Document(row["example"])
        taken = [parse.rule.row for parse in grammar.parse(document, grammar.read(document.words))]
        assert row in taken or (row["kind"] == "none" and not taken), row["example"]


def test_a_parse_never_crosses_a_sentence() -> None:
    document = Document("Vi ses på fredag\nnat efter nat")
    grammar = Grammar("times")
    found = list(grammar.parse(document, grammar.read(document.words)))
    assert [(parse.first, parse.last) for parse in found] == [(2, 4)]


@pytest.mark.parametrize(
    ("words", "expected"), [(["efter", "41", "dage"], 41), (["på", "tre", "uger"], 3), (["en", "uge"], 1)]
)
def test_the_first_number_is_the_amount(words: list[str], expected: int) -> None:
    assert amount(words) == expected
