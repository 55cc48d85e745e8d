"""Run one peer on posts, in the peer's own environment: `python peer_runner.py NAME < posts.json > found.json`. Imports nothing of this project.

In: a JSON list of texts. Out: seconds to load, seconds for all texts, peak memory in MB, and the spans found in each text as [label, start, end].
"""

import contextlib
import json
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

PASSES = 3
Find = Callable[[str], list[tuple[str, int, int]]]


def presidio() -> Find:
    """presidio-analyzer with a blank Danish pipeline, all recognizers it ships."""
    package = import_module("presidio_analyzer")
    engine = import_module("presidio_analyzer.nlp_engine").SpacyNlpEngine([{"lang_code": "da", "model_name": "blank"}])
    engine.nlp = {"da": import_module("spacy").blank("da")}
    registry = package.RecognizerRegistry(supported_languages=["da"])
    registry.load_predefined_recognizers(languages=["da"])
    analyzer = package.AnalyzerEngine(registry, engine, supported_languages=["da"])
    return lambda text: [(each.entity_type, each.start, each.end) for each in analyzer.analyze(text, "da")]


def os2ds() -> Find:
    """os2ds-rules: CPR, names and addresses."""
    package = import_module("os2ds_rules")
    rules = {"CPR": package.CPRDetector(), "NAME": package.NameRule(), "ADDRESS": package.AddressRule()}
    return lambda text: [
        (label, each["start"], each["end"]) for label, rule in rules.items() for each in rule.find_matches(text)
    ]


def openmed() -> Find:
    """The Danish patterns of openmed; its models are fetched from a hub and are left out."""
    sweep = import_module("openmed.core.safety_sweep").safety_sweep
    return lambda text: [(each.label, each.start, each.end) for each in sweep(text, [], lang="da")]


def deduce() -> Find:
    """deduce, made for Dutch."""
    model = import_module("deduce").Deduce()
    return lambda text: [(each.tag, each.start_char, each.end_char) for each in model.deidentify(text).annotations]


PEERS = {"presidio-analyzer": presidio, "os2ds-rules": os2ds, "openmed": openmed, "deduce": deduce}


def peak_memory() -> float:
    """The most memory this process has held, in MB (Linux). `getrusage` would count what held its parent."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def main() -> None:
    """Run the peer that the command line names."""
    texts = json.load(sys.stdin)
    # What a peer prints is not part of the answer.
    with contextlib.redirect_stdout(sys.stderr):
        began = time.perf_counter()
        find = PEERS[sys.argv[1]]()
        found = [find(texts[0])]
        loaded = time.perf_counter()
        found = [find(text) for text in texts]
        times = []
        for _ in range(PASSES):
            for text in texts:
                start = time.perf_counter()
                find(text)
                times.append(time.perf_counter() - start)
    answer = {
        "load_s": loaded - began,
        "median_ms": 1000 * sorted(times)[len(times) // 2],
        "peak_mb": peak_memory(),
        "found": found,
    }
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
