from pathlib import Path

from models.neural.encoder import Encoder
from training.corpus import read_posts
from training.parts import PARTS, measured


def test_each_part_is_measured_by_itself_on_the_shipped_weights():
    posts = list(read_posts(Path("data/corpus/validation")))[::20]
    found = measured(posts, Encoder())
    assert tuple(found) == PARTS
    assert all(0.3 < (figures["accuracy"] or 0) <= 1 for figures in found.values())
    assert len({figures["brier"] for figures in found.values()}) == len(PARTS)
