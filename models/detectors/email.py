"""E-mail addresses, plain and disguised ("navn (a) mail punktum dk").

In: text with an at-sign, or with words that people put in its place. Out: `EMAIL` findings; `public` marks shared mailboxes and
addresses at authorities, hospitals and associations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from models.datafiles import read_table, read_words
from models.detectors import detector
from models.document import Document, Finding

_words: dict[str, list[str]] = {}
for _row in read_table("gazetteers/mail_words.tsv"):
    _words.setdefault(_row["kind"], []).append(_row["word"])
_PROVIDERS = frozenset(_words["provider"])
_ROLES = frozenset(_words["role"])
_PUBLIC = tuple(_words["public"])
_CUES = frozenset(_words["cue"])
_COMMON = frozenset(read_words("gazetteers/common_words.txt"))
_PREPOSITIONS = frozenset(_words["preposition"])
_TRIGGERS = _PROVIDERS | frozenset(_words["dot"]) | {re.split("[ -]", word)[0] for word in _words["at"]} | {"a"}


def _alternatives(words: list[str]) -> str:
    return "|".join(
        re.escape(word).replace(r"\-", r"[\s\-]?").replace(r"\ ", r"\s?")
        for word in sorted(words, key=len, reverse=True)
    )


_OPEN, _CLOSE = r"[(\[{<«]\s?", r"\s?[)\]}>»]"
_SPOKEN_AT, _WEAK_AT = _alternatives(_words["at"]), _alternatives(_words["weak"])
_AT = re.compile(
    rf"(?P<sure>{_OPEN}(?:@|{_SPOKEN_AT}|{_WEAK_AT}){_CLOSE}|[ _*\-.]?['\"“”’]?@{{1,2}}['\"“”’]?[ _*\-]?|\s?(?<!\w)(?:{_SPOKEN_AT})(?!\w)|[_*\-/\x22|](?:{_SPOKEN_AT})[_*\-/\x22|])"
    rf"|(?P<weak>(?<=[^\W_])(?:\s(?:{_WEAK_AT})\s|[_*\-\x22|](?:at|a)[_*\-\x22|]|\s?/\s?(?:at|a)\s?/\s?))",
    re.IGNORECASE,
)
_DOT_WORD = _alternatives(_words["dot"])
_DOT = rf"(?:\s?(?:{_OPEN}(?:\.|{_DOT_WORD}){_CLOSE}|[_*\-/\x22|]\s?(?:{_DOT_WORD})\s?[_*\-/\x22|])\s?|\s(?:{_DOT_WORD})\s|\s?\.\s?|,(?=[a-z]))"
_TLD = "(?:" + "|".join(r"\s?".join(tld) for tld in sorted(_words["tld"], key=len, reverse=True)) + ")"
_LABEL = r"[a-zæøå0-9](?:[a-zæøå0-9\-]{0,38}[a-zæøå0-9])?"
_DOMAIN = re.compile(
    rf"[\s.\-]?\s?(?P<domain>(?:{_LABEL}{_DOT}){{1,4}}?{_TLD}(?![^\W_])(?:\.(?:{_TLD})(?![^\W_]))?|(?:{_alternatives(sorted(_PROVIDERS))})(?:{_DOT}{_TLD}|\s(?:com|dk|net))?(?![^\W_]))",
    re.IGNORECASE,
)
_LINK_WORD = _alternatives(_words["link"])
# Read from the end backwards: the text before the at-sign is matched reversed, so that every at-sign costs a bounded look.
_BACK_JOINT = rf"(?:\s(?:{_alternatives([word[::-1] for word in _words['dot'] + _words['link']])})\s|[)\]}}>]\s?(?:\.|{_alternatives([word[::-1] for word in _words['dot']])})\s?[(\[{{<]|\s\.\s|\s_\s|[•·∙*|~]|\.)"
_BACK_LOCAL = re.compile(rf"\s{{0,2}}[\w+\-]{{1,40}}(?:{_BACK_JOINT}[\w+\-]{{1,40}}){{0,3}}", re.IGNORECASE)
_LONGEST_LOCAL = 90
_CUE_REACH = 40
_DISGUISED = re.compile(rf"[(\[{{<]|(?<![^\W_])(?:{_DOT_WORD})(?![^\W_])", re.IGNORECASE)
_DOTS = re.compile(_DOT, re.IGNORECASE)


_WRITTEN_TLDS = (".dk", ".com", ".net", ".org")
_GLUED_ENDS = tuple(_words["glued"])
_LONGEST_WORD = 12
_LETTER = re.compile(r"[^\W\d_]{2}")
_BRAND = rf"(?:{_alternatives(_words['brand'])})(?:{_DOT}{_TLD}|\s(?:com|dk))?(?![^\W_])"
_MARKED = r"(?P<local>(?<![\w.+@-])(?=[^\W\d_])[\w+-]{1,30}(?:\.[\w+-]{1,30}){1,3}|(?<![\w.+@-])(?=[^\W\d_])[\w+-]{2,30}(?<=\d))"
_SIGN = r"\s?[" + re.escape("".join(_words["sign"])) + r"]\s?"
_BACKWARD = "|".join(_words["backward"])
_AT_WORD = r"(?:at|a|snabel[\- ]?a|snabel|@)"
_BARE_FORMS = (
    # "lonek72 gmail.com", "lonek72 (gmail)", "lone.k&gmail.com", "lonek72 og så gmail"
    re.compile(rf"(?P<address>{_MARKED}(?:{_SIGN}|\s?[,:/–-]?\s?(?:og så |så |min |er |i |via )?[(\[<]?\s?){_BRAND})", re.IGNORECASE),
    # "gmail: lonek72"
    re.compile(rf"(?<!\w)(?P<address>(?:{_alternatives(_words['brand'])})(?![^\W_])\s?[,:=-]?\s?(?:er |hedder |navn )?\s?{_MARKED})", re.IGNORECASE),
    # "lone.k~kjaer.dk"
    re.compile(rf"(?<![\w.@])(?P<address>(?=[^\W\d_])[\w.+-]{{2,40}}{_SIGN}(?:{_LABEL}\.){{1,3}}(?:dk|com|net|org))(?![\w/])", re.IGNORECASE),
    # "lone_at_kjaer_dk", "lone/k/at/gmail/com"
    re.compile(rf"(?<![^\W_])(?P<address>[^\W_]+(?P<mark>[_*/|~\-])(?:[^\W_]+(?P=mark)){{0,2}}{_AT_WORD}(?P=mark)[^\W_]+(?P=mark)(?:dk|com|net|org))(?![^\W_])", re.IGNORECASE),
    # "loneATkjaerDOTdk"
    re.compile(rf"(?<!\w)(?P<address>[\w.]{{2,40}}?(?:at|snabel-?a|snabel)[^\W_]{{2,40}}?(?:{'|'.join(_GLUED_ENDS)}))(?!\w)", re.IGNORECASE),
    # "moc.liamg@enol", "gmail.com@lone"
    re.compile(rf"(?<![\w.@])(?P<address>(?:(?:{_BACKWARD})(?:\.[\w-]{{2,30}}){{1,3}}|(?:{'|'.join(sorted(_words['brand']))})\.(?:com|dk))\s?@\s?[\w.+-]{{2,40}})(?![\w@])", re.IGNORECASE),
)  # fmt: skip


@detector("email", "EMAIL")
def find_emails(document: Document) -> Iterator[Finding]:
    """Addresses around every at-sign and every word that may stand for one."""
    text = document.text
    bare = "@" not in text
    if bare and _TRIGGERS.isdisjoint(document.words) and not any(tld in text for tld in _WRITTEN_TLDS):
        if any(len(word) > _LONGEST_WORD and word.endswith(_GLUED_ENDS) for word in document.words):
            yield from _without_sign(text, [])
        return
    found = list(_around_signs(document))
    yield from found
    yield from _without_sign(text, [(finding.start, finding.end) for finding in found])


def _without_sign(text: str, taken: list[tuple[int, int]]) -> Iterator[Finding]:
    """Addresses that are glued, turned round, or lack a sign that could be read as an at-sign."""
    for form in _BARE_FORMS:
        for found in form.finditer(text):
            start, end = found.span("address")
            if "local" in form.groupindex and (found["local"].isdecimal() or not _LETTER.search(found["local"])):
                continue
            if not any(start < b and a < end for a, b in taken):
                taken.append((start, end))
                yield Finding("EMAIL", start, end, 0.8, "email")


def _around_signs(document: Document) -> Iterator[Finding]:
    text = document.text
    reached = 0
    for at in _AT.finditer(text):
        if at.start() < reached:
            continue
        domain = _DOMAIN.match(text, at.end())
        if not domain:
            continue
        local = _BACK_LOCAL.match(text[max(reached, at.start() - _LONGEST_LOCAL) : at.start()][::-1])
        if not local:
            continue
        start = at.start() - local.end()
        name = local.group()[::-1].strip()
        start += len(local.group()[::-1]) - len(local.group()[::-1].lstrip())
        if at["weak"] and not _plausible(document, name, at.group().strip().lower(), domain["domain"], start):
            continue
        if (
            not at["weak"]
            and " " in at.group()
            and "." not in domain["domain"]
            and not _cue(text, start)
            and name.lower() in _COMMON
        ):
            continue
        reached = domain.end("domain")
        attrs: dict[str, object] = {"public": True} if _is_public(name, domain["domain"]) else {}
        yield Finding("EMAIL", start, reached, 0.8 if at["weak"] else 0.97, "email", attrs)


def _plausible(document: Document, name: str, sign: str, domain: str, start: int) -> bool:
    """Whether a preposition is an at-sign here: the name is no ordinary word, and the domain is written out or a mail provider's."""
    last = re.split(r"[\s.]", name)[-1].lower()
    provider = _DOTS.split(domain)[0].lower() in _PROVIDERS
    marked_name = any(char in "._+" or char.isdigit() for char in name)
    if last in _COMMON and not marked_name:
        return False
    if sign in _PREPOSITIONS:
        return provider and (marked_name or len(_DOTS.split(domain)) > 1 or _cue(document.text, start))
    return (
        _DISGUISED.search(domain) is not None
        or (provider and (marked_name or len(_DOTS.split(domain)) > 1 or _cue(document.text, start)))
        or (marked_name and "." in domain)
    )


def _cue(text: str, start: int) -> bool:
    return not _CUES.isdisjoint(re.findall(r"[\w-]+", text[max(0, start - _CUE_REACH) : start].lower()))


def _is_public(name: str, domain: str) -> bool:
    plain = ".".join(part.strip() for part in _DOTS.split(domain.lower())).replace(" ", "")
    if any(plain == public or plain.endswith("." + public) for public in _PUBLIC):
        return True
    return name.lower() in _ROLES and plain.split(".")[0] not in _PROVIDERS
