"""What the patient detector knows: its words, and what a noun and its article are worth as evidence of a particular person.

In: `data/gazetteers/patient_words.tsv`, read once. Out: constants; nothing here reads a text.
"""

from __future__ import annotations

from models.text.phrases import read_classes

ENOUGH = 1.0
# Evidence by noun and determiner, on a scale where `ENOUGH` makes a reference. "bare" = neither article nor ending.
BASE: dict[str, dict[str, float]] = {
    "sure": {"indefinite": 1.0, "ending": 0.7, "definite": 1.3, "own": 1.4, "other": 0.9, "bare": -0.3},
    "weak": {"indefinite": 0.1, "ending": 0.1, "definite": 0.2, "own": 0.7, "other": 0.2, "bare": -9.0},
    "person": {"indefinite": 0.0, "ending": 0.1, "definite": 0.2, "own": -0.2, "other": 0.9, "bare": -0.6},
    "weakperson": {"indefinite": -0.8, "ending": -0.6, "definite": -0.6, "own": -1.2, "other": -0.6, "bare": -2.0},
    "relative": {"indefinite": -0.3, "ending": 0.8, "definite": 0.3, "own": -9.0, "other": 0.9, "bare": -2.0},
    "parent": {"indefinite": 0.0, "ending": 0.6, "definite": 0.3, "own": -9.0, "other": 0.9, "bare": -1.0},
    "pupil": {"indefinite": -0.7, "ending": -0.7, "definite": -0.7, "own": -1.6, "other": -0.9, "bare": -9.0},
    "nextofkin": {"indefinite": 0.8, "ending": -0.5, "definite": 0.3, "own": -9.0, "other": 1.0, "bare": -0.5},
    "employer": {"indefinite": -9.0, "ending": -9.0, "definite": -9.0, "own": 0.2, "other": -9.0, "bare": -9.0},
    "english": {"indefinite": 0.0, "ending": -9.0, "definite": 0.0, "own": -9.0, "other": 0.5, "bare": -9.0},
}
BASE["definite"] = BASE["person"]
BASE["kin"], BASE["head"] = BASE["relative"], BASE["person"]
SHARE_OF_CONTEXT = {"sure": 0.5, "relative": 0.5, "parent": 0.5, "kin": 0.5}  # the rest: 0.7
MOST_CONTEXT, NEIGHBOUR = 3.0, 0.6
GENERIC, CLAUSE, ADJECTIVE, ANOTHER, CHILD, SIN = -1.3, 0.3, 0.2, 0.5, 1.6, -0.4
PARTITIVE, AGE_FOLLOWS, PLURAL, SEEN = 0.8, 0.8, -0.4, 0.5
VISITED, AT_SCHOOL, COLLEAGUE, OWN_KIN = 1.0, 1.8, -1.5, -1.0
AROUND = 12  # words on either side that tell of a trainee
FRAME, FAMILY, ELSEWHERE = -2.0, -1.0, -2.0
FINDINGS = {"DIAGNOSIS": 1.0, "TREATMENT": 1.0, "WARD": 0.8, "AGE": 0.8, "EVENT": 1.0, "FACILITY": 0.4, "TIME": 0.4, "CPR": 2.0, "RECORD_ID": 1.0, "ADDRESS": 1.0, "TRAIT": 0.5}  # fmt: skip
POINTED_AT = frozenset({"WARD", "ADDRESS", "DIAGNOSIS", "TREATMENT", "TRAIT", "PLACE", "AGE", "FACILITY", "EVENT"})
ILL = frozenset({"DIAGNOSIS", "TREATMENT", "EVENT"})
PLACED_AT = frozenset({"WARD", "ADDRESS"})
LONGEST_PHRASE = 4

KINDS = read_classes("gazetteers/patient_words.tsv")
DETERMINER = {word: kind for kind in ("indefinite", "definite", "own", "other") for word in KINDS[kind]}
AGES = {word: age for kind, age in (("young", "young"), ("old", "old"), ("small", "child")) for word in KINDS[kind]}
ADJECTIVES = frozenset(KINDS["adjective"] | set(AGES))
SUFFIXES = tuple(KINDS["suffix"])
SHORTEST_COMPOUND = 9
