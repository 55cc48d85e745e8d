"""How fast and how big the engine is. In: a mode. Out: figures in milliseconds, megabytes, posts a second.

Times are wall clock on whatever machine runs this; they belong in a benchmark, never in a test.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

from models.checker import MAX_CHARACTERS
from models.datafiles import read_words
from models.document import Document
from models.text.language import language_of
from training.answers import Checks, load_checker
from training.goals import Goal, goals
from training.metrics import quantile

ROOT = Path(__file__).resolve().parent.parent
LENGTHS = (200, 1_000, 5_000, MAX_CHARACTERS)
_COLD = """
import json, sys, time
start = time.perf_counter()
from training.answers import load_checker
import models.checker
imported = time.perf_counter()
load_checker(sys.argv[1]).check(sys.argv[2])
answered = time.perf_counter()
from training.timing import peak_memory
print(json.dumps([imported - start, answered - start, peak_memory()]))
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the benchmark; `goal` is the key of its budget, if it has one."""

    name: str
    value: float
    unit: str
    goal: str | None = None

    def to_dict(self, mode: str) -> dict[str, object]:
        """JSON values, with the mode's budget and whether it is kept."""
        goal = budgets(mode)[self.goal] if self.goal else None
        return asdict(self) | {"goal": str(goal) if goal else None, "met": goal.met(self.value) if goal else None}


def budgets(mode: str) -> dict[str, Goal]:
    """The budgets of a mode."""
    return goals(f"bench_{mode}")


def posts() -> list[str]:
    """The fifty fictional posts of the benchmark."""
    return read_words("baselines/bench_posts.txt")


def machine() -> dict[str, str]:
    """Processor, cores this process may use, system and Python."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line]
        model = names[0] if names else model
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return {
        "cpu": model,
        "cores": str(cores),
        "system": f"{platform.system()} {platform.machine()}",
        "python": f"{platform.python_implementation()} {platform.python_version()}",
    }


def peak_memory(process: int | str = "self") -> float:
    """The most memory a process has held, in MB; 0 on systems other than Linux. `getrusage` would count what held its parent when it was begun."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def cold_start(mode: str, runs: int = 3) -> list[Figure]:
    """A new process to its first answer: wall time with the interpreter's own start, import alone, peak memory (medians)."""
    walls, imports, answers, memory = [], [], [], []
    for _ in range(runs):
        start = perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", _COLD, mode, posts()[0]], cwd=ROOT, capture_output=True, text=True, check=True
        )
        walls.append(1000 * (perf_counter() - start))
        imported, answered, peak = json.loads(done.stdout)
        imports.append(1000 * imported)
        answers.append(1000 * answered)
        memory.append(peak)
    return [
        Figure("cold start to first answer", quantile(walls, 0.5), "ms", "cold_start"),
        Figure("of it import", quantile(imports, 0.5), "ms"),
        Figure("of it import and first answer", quantile(answers, 0.5), "ms"),
        Figure("resident memory, peak", quantile(memory, 0.5), "MB", "memory"),
    ]


def latency(checker: Checks, rounds: int = 20) -> list[Figure]:
    """One post at a time, warm: median and 99th percentile over the fifty posts; the language guess by itself."""
    texts = posts()
    words = [Document(text).words for text in texts]
    for text, own in zip(texts, words, strict=True):
        checker.check(text)
        language_of(text, own)
    checks, guesses = [], []
    for _ in range(rounds):
        checks += [_milliseconds(checker.check, text) for text in texts]
        guesses += [_milliseconds(language_of, *pair) for pair in zip(texts, words, strict=True)]
    apart = [check - guess for check, guess in zip(checks, guesses, strict=True)]
    return [
        Figure("check without language guess, ~200 characters, median", quantile(apart, 0.5), "ms", "check_median"),
        Figure("check without language guess, p99", quantile(apart, 0.99), "ms", "check_p99"),
        Figure("language guess, median", quantile(guesses, 0.5), "ms"),
        Figure("language guess, p99", quantile(guesses, 0.99), "ms"),
        Figure("check with language guess, median", quantile(checks, 0.5), "ms"),
        Figure("check with language guess, p99", quantile(checks, 0.99), "ms"),
    ]


_worker: Checks | None = None


def _start_worker(mode: str, weights: Path | None) -> None:
    global _worker
    # One thread each leaves the other cores to the other workers.
    _worker = load_checker(mode, weights, threads=1)
    _worker.check(posts()[0])


def _work(texts: Sequence[str]) -> int:
    if _worker is None:
        raise RuntimeError("the worker has no checker")
    return sum(1 for text in texts if _worker.check(text).level)


def throughput(
    mode: str, weights: Path | None = None, processes: Sequence[int] = (1, 2), copies: int = 60
) -> list[Figure]:
    """Posts a second over many posts, by number of processes; workers are started and warm before the clock is. `weights` replace those that ship."""
    batch = posts()
    figures = []
    context = multiprocessing.get_context("spawn")
    for count in processes:
        with context.Pool(count, _start_worker, (mode, weights)) as pool:
            pool.map(_work, [batch[:1]] * count * 4, chunksize=1)
            start = perf_counter()
            done = sum(pool.imap_unordered(_work, [batch] * copies))
            seconds = perf_counter() - start
        goal = f"bulk_{count}" if f"bulk_{count}" in budgets(mode) else None
        figures.append(Figure(f"bulk, {count} process{'es' * (count > 1)}", done / seconds, "posts/s", goal))
    return figures


def lengths(checker: Checks, runs: int = 3) -> list[Figure]:
    """Cost of one text against its length, and cost per character at the longest against the shortest (linear: 1).

    The language guess is taken out: it only happens for texts that function words do not settle, most of them short.
    """
    whole = "\n\n".join(posts() * 3)
    cost = {}
    for length in LENGTHS:
        # Many windows of equal total length, so that a short text is no luckier than a long one.
        windows = [whole[i : i + length] for i in range(0, LENGTHS[-1], length)]
        guesses = [min(_milliseconds(language_of, w, Document(w).words) for _ in range(runs)) for w in windows]
        best = min(
            sum(_milliseconds(checker.check, window) - guess for window, guess in zip(windows, guesses, strict=True))
            for _ in range(runs)
        )
        cost[length] = best / len(windows)
    ratio = (cost[LENGTHS[-1]] / LENGTHS[-1]) / (cost[LENGTHS[0]] / LENGTHS[0])
    return [
        *(Figure(f"check without language guess, {length:,} characters", ms, "ms") for length, ms in cost.items()),
        Figure(f"cost per character, {LENGTHS[-1]:,} against {LENGTHS[0]}", ratio, "×", "length_ratio"),
    ]


def adversarial_texts() -> dict[str, str]:
    """Texts made to be slow, by name: as long as the engine takes, and one that is longer."""
    units = {
        "one letter": "a",
        "one capital": "A",
        "spaces": " ",
        "one letter and spaces": "a ",
        "digits": "0123456789",
        "digits, spaced": "01 ",
        "digits and hyphens": "010190-",
        "one digit and hyphens": "1-",
        "many [[": "[[",
        "newlines": "\n",
        "quotes": "\"'»«”“",
        "colons": "a: ",
        "@ and dots": "a@a.",
        "dots": ".",
        "hashtags": "#a",
        "right-to-left marks": "a\u200f\u202e",
        "combining marks": "\u0301",
        "emoji": "\U0001f468\u200d\u2695\ufe0f",
        "number words": "fireogtyve ",
        "a unit, again and again": "neurologisk afsnit K ",
        "names": "Anne Marie ",
        "patients": "en 87-årig patient døde. ",
    }
    texts = {
        f"{MAX_CHARACTERS:,} of {name}": (unit * (MAX_CHARACTERS // len(unit) + 1))[:MAX_CHARACTERS]
        for name, unit in units.items()
    }
    half = MAX_CHARACTERS // 2
    return texts | {"nested brackets": "(" * half + ")" * half, "100 kB of one letter": "a" * 100_000}


def adversarial(checker: Checks) -> list[Figure]:
    """Time for each adversarial text; a text that is over the engine's limit says that it was refused."""
    figures = []
    for name, text in adversarial_texts().items():
        start = perf_counter()
        try:
            checker.check(text)
        except ValueError:
            name += " (refused: too long)"
        figures.append(Figure(name, 1000 * (perf_counter() - start), "ms"))
    return figures


def _milliseconds(work: Callable[..., object], *values: object) -> float:
    start = perf_counter()
    work(*values)
    return 1000 * (perf_counter() - start)
