"""What the name detector knows: its word lists, its cues, and what each form of a name is worth as evidence.

In: `data/gazetteers/name_*.tsv` and the lists of names, read once. Out: constants; nothing here reads a text.
"""

from __future__ import annotations

from models.datafiles import read_table, read_words
from models.gazetteer import TOKEN
from models.text.disguises import MaskedWords
from models.text.phrases import read_classes

IS_NAME = IS_PATIENT = 2.0
MOST_ROLE = 8.0  # what the words beside all mentions of a name may add up to
WINDOW = 15  # words on either side that may tell whose name it is
HANDLE = 4  # letters of a given name that opens a user name ("sannemadsen88")
LONGEST = 7  # tokens in a name
LONG, LONG_HEAD = 9, 5  # letters of a word that may be a compound, and of its head
MOST_PHRASE = 3  # words in a cue
KNOWN_IN_LOWER_CASE = 300  # bearers from which a name without its capital may be taken for one
# What forms are worth, as evidence that it is a name.
CAPITAL, FIRST_WORD, LOWER, RARE_LOWER = 3.0, 2.5, 0.5, -0.5
WORD_CAPITAL, WORD_FIRST, WORD_LOWER = 2.0, 0.5, -2.0
CUE_CAPITAL, CUE_FIRST, CUE_LOWER = 0.5, -1.0, -3.0
SURNAME, SURE_SURNAME, FIRST_SURNAME, UNKNOWN, AFTER_ROLE_NOUN = 1.2, 2.2, -0.2, 0.6, 2.0
UNKNOWN_SPEAKS, UNKNOWN_JOINED = 2.0, 1.3
WEAK_CUE, CUE, PATIENT_CUE, DOES_AS_PATIENT = (
    0.7,
    1.3,
    3.0,
    1.5,
)  # from what weight a cue makes a word on no list worth reading
THEIR_CARE = 5.0  # "dit nye knæ", said to the one who is named
PLACE, COMPOUND, ABBREVIATION = -1.5, -2.0, -1.5
SECOND_NAME, SECOND_LOWER, SECOND_UNKNOWN, INITIAL, TITLE = 2.5, 1.5, 1.5, 1.5, 3.0
# What forms are worth, as evidence of a patient: nobody disguises a colleague's name.
DISGUISE_ROLE, INITIALS_ROLE, TITLE_ROLE, SIGNATURE_ROLE = 5.0, 2.5, 2.5, -4.0
OF_WARD_ROLE = -3.0  # "Silke fra psyk"

FORMS = read_classes("gazetteers/name_forms.tsv")
TITLES, SKIP, PARTICLES = FORMS["title"], FORMS["skip"], FORMS["particle"]
NEEDS = {row["name"]: row["needs"] for row in read_table("gazetteers/name_words.tsv")}
COMMON = frozenset(read_words("gazetteers/common_words.txt"))
EVERYDAY = frozenset(read_words("gazetteers/everyday_words.txt"))
CUES: dict[tuple[str, str], dict[str, float]] = {}
for _row in read_table("gazetteers/name_cues.tsv"):
    CUES.setdefault((_row["where"], _row["scale"]), {})[" ".join(TOKEN.findall(_row["cue"].lower()))] = float(
        _row["weight"]
    )
BEFORE_NAME, BEFORE_ROLE = CUES["before", "name"], CUES["before", "role"]
AFTER_NAME, AFTER_ROLE = CUES["after", "name"], CUES["after", "role"]
NEAR, POST = CUES["near", "role"], CUES["post", "role"]
ADDRESS, GREETED = CUES["address", "role"], CUES["greeted", "role"]
NEAR_TYPES = {cue.strip("< >").replace(" ", "").upper(): w for cue, w in NEAR.items() if cue.startswith("<")}
INTRODUCES = frozenset(cue.split()[-1] for cue, weight in BEFORE_NAME.items() if weight >= 2) | FORMS["address"]
PERSON_VERBS = frozenset(cue for cue, weight in AFTER_NAME.items() if weight > 1 and " " not in cue)
ADDRESSING, AND = FORMS["address"], FORMS["and"]
ORGANISATION = frozenset(FORMS["organisation"])
ROLE_SUFFIXES = tuple(FORMS["role_suffix"])
NO_PERSON = frozenset(cue for cue, weight in BEFORE_NAME.items() if weight <= -3)
CLASSES = {"capital": (WORD_CAPITAL, WORD_FIRST, WORD_LOWER), "cue": (CUE_CAPITAL, CUE_FIRST, CUE_LOWER)}
BY_BEARERS = sorted(read_table("gazetteers/given_names.tsv"), key=lambda row: -int(row["bearers"] or 0))
MASKED = MaskedWords(row["surface"] for row in BY_BEARERS if len(row["surface"]) > 2)
MASKED_SURNAMES = MaskedWords(
    row["surface"] for row in read_table("gazetteers/surnames.tsv") if len(row["surface"]) > 2
)
SURNAMES = frozenset(row["surface"] for row in read_table("gazetteers/surnames.tsv"))
GIVEN = frozenset(row["surface"] for row in BY_BEARERS)
SHORT = frozenset(row["surface"] for row in BY_BEARERS if len(row["surface"]) == 2)


def phrase(words: list[str], at: int, step: int, cues: dict[str, float]) -> float:
    """Weight of the longest cue that ends right before (`step` -1) or starts right at (1) token `at`."""
    for size in range(MOST_PHRASE, 0, -1):
        low, high = (at - size, at) if step < 0 else (at, at + size)
        if low >= 0 and high <= len(words):
            weight = cues.get(" ".join(words[low:high]))
            if weight is not None:
                return weight
    return 0.0
