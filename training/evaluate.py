"""Measure a checker on labelled posts. In: .jsonl files or folders in the guide's markup. Out: a `Report`.

Post text is neither printed nor kept in the report unless it is asked for.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from models.assessment import Assessment
from models.mode import DEFAULT_MODE
from training.answers import Checks, load_checker
from training.baselines import baselines, group_of
from training.corpus import LEVELS, Post, read_posts
from training.metrics import (
    Counts,
    Number,
    auroc,
    bootstrap,
    brier,
    calibration,
    confusion,
    ece,
    level_counts,
    match,
    micro,
    rates,
    ratio,
    total,
)
from training.render import render
from training.report import BaselineScores, Report, Slice, Twin, Wrong
from training.twins import TWINS

SLICE_FIELDS = ("lang", "platform", "sector", "kind", "thread", "disputed", "origin", "sex")


LAWFUL = "lawful_speech"


class InputError(ValueError):
    """The posts cannot be evaluated; the message says which file and why, never what a post says."""


class CheckFailedError(RuntimeError):
    """The checker failed on a post, named by its id."""


@dataclass(frozen=True, slots=True)
class _Judged:
    post: Post
    answer: Assessment


def load(paths: Sequence[Path]) -> list[Post]:
    """All posts below `paths`. Raises `InputError` on a missing path, a bad line, an id used twice, or no post at all."""
    posts: list[Post] = []
    for path in paths:
        if not path.exists():
            raise InputError(f"{path}: no such file or folder")
        try:
            posts.extend(read_posts(path))
        except UnicodeDecodeError as error:
            raise InputError(f"{path}: not UTF-8 at byte {error.start}") from None
        except (ValueError, LookupError, TypeError, OSError) as error:
            raise InputError(f"{path}: {error}") from None
    if not posts:
        raise InputError(f"no posts in {', '.join(map(str, paths)) or 'no files'}")
    seen: set[str] = set()
    for post in posts:
        if post.id in seen:
            raise InputError(f"two posts have the id {post.id}")
        seen.add(post.id)
    return posts


def evaluate(
    paths: Sequence[Path], checker: Checks, *, resamples: int = 1000, seed: int = 0, show_text: bool = False
) -> Report:
    """Measure `checker` on the posts below `paths`: levels, score, entities, baselines, slices, twins, wrong posts.

    Raises `InputError` on posts that cannot be read and `CheckFailedError` when the checker fails on one.
    """
    posts = load(paths)
    judged = [_Judged(post, _check(checker, post, post.text)) for post in posts]
    gold = [post.level for post in posts]
    called = [str(each.answer.level) for each in judged]
    scores = [each.answer.score for each in judged]
    reds = [level == "red" for level in gold]
    overlap = [match(each.post.spans, each.answer.entities, exact=False) for each in judged]
    exact = [match(each.post.spans, each.answer.entities, exact=True) for each in judged]
    micro_overlap = [micro(table) for table in overlap]
    micro_exact = [micro(table) for table in exact]
    rungs, falls = _ladders(posts, called)
    lawful = {i for i, post in enumerate(posts) if post.fields.get("kind") == LAWFUL and post.level == "green"}

    def measures(rows: Sequence[int]) -> dict[str, Number]:
        picked_reds, picked_scores = [reds[i] for i in rows], [scores[i] for i in rows]
        return rates([gold[i] for i in rows], [called[i] for i in rows]) | {
            "auroc": auroc(picked_reds, picked_scores),
            "brier": brier(picked_reds, picked_scores),
            "ece": ece(picked_reds, picked_scores),
            "entities_overlap": sum((micro_overlap[i] for i in rows), Counts()).f1,
            "entities_exact": sum((micro_exact[i] for i in rows), Counts()).f1,
            "lawful_red": _share([called[i] == "red" for i in rows if i in lawful]),
            "lawful_flagged": _share([called[i] != "green" for i in rows if i in lawful]),
            "rungs": _share([called[i] == gold[i] for i in rows if i in rungs]),
            "falls": ratio(sum(falls.get(i, (0, 0))[0] for i in rows), sum(falls.get(i, (0, 0))[1] for i in rows)),
        }

    return Report(
        files=[str(path) for path in paths],
        model=dict(judged[0].answer.model),
        posts=len(posts),
        groups=len({group_of(post) for post in posts}),
        measures=(whole := measures(range(len(posts)))),
        intervals=bootstrap([group_of(post) for post in posts], measures, resamples=resamples, seed=seed),
        confusion=confusion(gold, called),
        levels={level: level_counts(gold, called, level) for level in LEVELS},
        calibration=calibration(reds, scores),
        overlap=total(overlap),
        exact=total(exact),
        baselines=[
            BaselineScores(each.name, each.note, rates(gold, each.levels), auroc(reds, each.scores))
            for each in baselines(posts)
        ],
        slices=_slices(posts, called, whole),
        twins=[_twin(name, checker, judged) for name in TWINS],
        wrong=[
            Wrong(e.post.id, e.post.level, e.answer.level, e.answer.score, e.post.text if show_text else None)
            for e in judged
            if e.answer.level != e.post.level
        ],
    )


def _share(hits: Sequence[bool]) -> Number:
    return ratio(sum(hits), len(hits))


def _ladders(posts: Sequence[Post], called: Sequence[str]) -> tuple[set[int], dict[int, tuple[int, int]]]:
    """Posts that stand in a ladder (a group of more than one), and, at the first of each, how many steps up are called down, of how many."""
    groups: dict[str, list[int]] = {}
    for i, post in enumerate(posts):
        groups.setdefault(group_of(post), []).append(i)
    ladders = [rows for rows in groups.values() if len(rows) > 1]
    falls = {}
    for rows in ladders:
        steps = [(a, b) for a in rows for b in rows if LEVELS.index(posts[a].level) < LEVELS.index(posts[b].level)]
        fallen = sum(LEVELS.index(called[a]) > LEVELS.index(called[b]) for a, b in steps)
        falls[rows[0]] = (fallen, len(steps))
    return {i for rows in ladders for i in rows}, falls


def _check(checker: Checks, post: Post, text: str) -> Assessment:
    try:
        return checker.check(text)
    except Exception as error:
        # The cause is dropped on purpose: its message may quote the text.
        raise CheckFailedError(f"the checker failed on post {post.id} ({type(error).__name__})") from None


def _slices(posts: Sequence[Post], called: Sequence[str], whole: dict[str, Number]) -> list[Slice]:
    members: dict[tuple[str, str], list[int]] = {}
    for i, post in enumerate(posts):
        for name in SLICE_FIELDS:
            value = post.fields.get(name)
            for one in value if isinstance(value, list) else [] if value is None else [value]:
                members.setdefault((name, str(one)), []).append(i)
    slices = []
    for (name, value), rows in sorted(members.items()):
        found = rates([posts[i].level for i in rows], [called[i] for i in rows])
        own, all_ = found["accuracy"], whole["accuracy"]
        slices.append(Slice(name, value, len(rows), found, None if own is None or all_ is None else all_ - own))
    return slices


def _twin(name: str, checker: Checks, judged: Sequence[_Judged]) -> Twin:
    texts = [TWINS[name](each.post) for each in judged]
    called = [
        str(each.answer.level if text == each.post.text else _check(checker, each.post, text).level)
        for each, text in zip(judged, texts, strict=True)
    ]
    return Twin(
        name,
        changed=sum(text != each.post.text for each, text in zip(judged, texts, strict=True)),
        agreement=sum(level == each.answer.level for level, each in zip(called, judged, strict=True)) / len(judged),
        rates=rates([each.post.level for each in judged], called),
        moved=[each.post.id for level, each in zip(called, judged, strict=True) if level != each.answer.level],
    )


def run(
    paths: list[Path],
    *,
    as_json: bool = False,
    out: Path | None = None,
    show_text: bool = False,
    mode: str = DEFAULT_MODE,
    checker: Checks | None = None,
) -> int:
    """Evaluate and print: tables for people, or JSON on stdout; JSON also to `out`. Returns the exit code.

    0: measured (whatever the figures); 1: the checker failed; 2: posts or `out` cannot be read or written.
    """
    try:
        load(paths)
        report = evaluate(paths, checker or load_checker(mode), show_text=show_text)
        text = json.dumps(report.to_dict(), ensure_ascii=False, indent=2)
        if out:
            out.write_text(text + "\n", encoding="utf-8")
    except (InputError, OSError) as error:
        print(f"evaluate: {error}", file=sys.stderr)
        return 2
    except CheckFailedError as error:
        print(f"evaluate: {error}", file=sys.stderr)
        return 1
    if as_json:
        print(text)
    else:
        render(report, Console())
    return 0
