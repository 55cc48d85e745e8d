import json
from dataclasses import replace

import pytest

from training.encoder import ablations
from training.encoder.train import Recipe


@pytest.mark.parametrize("name", ablations.VARIANTS)
def test_a_variant_differs_from_the_recipe(name):
    assert replace(Recipe(), **ablations.VARIANTS[name]) != Recipe() or name == "whole"


def test_a_variant_with_a_line_is_not_run_again(tmp_path, monkeypatch):
    ran = []

    def train(recipe, corpus, data, out, *, resume):
        ran.append(recipe)
        out.mkdir()
        rows = [{"epoch": epoch, "fitness": fitness} for epoch, fitness in ((1, 1.0), (2, 3.0), (3, 2.0))]
        (out / "log.jsonl").write_text("\n".join(map(json.dumps, rows)))
        (out / "recipe.json").write_text('{"posts": 7}')

    monkeypatch.setattr(ablations, "train", train)
    for names in (["half"], ["half", "quarter, six layers"]):
        ablations.run(names, Recipe(), tmp_path, [], tmp_path / "out")
    assert [(recipe.share, recipe.layers) for recipe in ran] == [(0.5, 0), (0.25, 6)]
    rows = [json.loads(line) for line in (tmp_path / "out" / "ablations.jsonl").read_text().splitlines()]
    assert [(row["variant"], row["epoch"], row["posts"]) for row in rows] == [
        ("half", 2, 7),
        ("quarter, six layers", 2, 7),
    ]
