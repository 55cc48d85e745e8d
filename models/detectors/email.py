"""E-mail addresses, plain and disguised ("navn (a) mail punktum dk").

In: text with an at-sign, or with words that people put in its place. Out: `EMAIL` findings; `public` marks shared mailboxes and
addresses at authorities, hospitals and associations.
"""

from __future__ import annotations

import re
from bisect import bisect_left
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
_PREPOSITIONS, _PLACES = frozenset(_words["preposition"]), frozenset(_words["place"])
# Everyday words ("at", "mail") are parts of addresses too, but beside a rarer one.
_SPOKEN = {part for word in _words["at"] for part in re.split("[ -]", word)}
_TRIGGERS = (_PROVIDERS | _SPOKEN | {"a", *_words["dot"]}) - _COMMON - frozenset(_words["everyday"])


def _alternatives(words: list[str]) -> str:
    return "|".join(
        re.escape(word).replace(r"\-", r"[\s\-]?").replace(r"\ ", r"\s?")
        for word in sorted(words, key=len, reverse=True)
    )


# Any one or two marks around a word that says at or dot: " -at- ", "+dot+", "«snabel»".
_MARK = r"[^\w\s@.,]{1,2}|_"
_OPEN, _CLOSE = r"[(\[{<>«„“‘'\"‚=:~]\s?", r"\s?[)\]}<>»“”’'\"=:~]"
_SPOKEN_AT, _WEAK_AT, _JOIN, _LEAD = (_alternatives(_words[kind]) for kind in ("at", "weak", "join", "lead"))
_PLAIN_TLD = "|".join(_words["plain"])
_AT = re.compile(
    rf"(?P<sure>\s?(?:{_MARK})(?:@|{_SPOKEN_AT}|at|a)(?:{_MARK})(?!\w{{1,40}}:)|\s[|/\\~*+]\s(?:@|{_SPOKEN_AT}|at)\s[|/\\~*+](?=\s)|{_OPEN}(?:@|{_SPOKEN_AT}|{_WEAK_AT}){_CLOSE}|[ _*\-.]?['\"“”’]?@{{1,2}}['\"“”’]?[ _*\-]?|(?:\s?\([^()\n]{{1,25}}\))?[\s,;–-]{{0,3}}(?:(?:{_JOIN})\s)?(?<![\w])(?:{_SPOKEN_AT})(?!\w)(?:[,;–-]?\s(?:{_JOIN})(?=\s))?[,;]?|[_*\-/\x22|.](?:{_SPOKEN_AT})[_*\-/\x22|.])"
    rf"|(?P<weak>(?<=[^\W_])(?:\s(?:{_WEAK_AT})\s|[_*\-\x22|](?:at|a)[_*\-\x22|]|\s?/\s?(?:at|a)\s?/\s?))",
    re.IGNORECASE,
)
_DOT_WORD = _alternatives(_words["dot"])
_DOT = rf"(?:\s?(?:{_OPEN}(?:\.|{_DOT_WORD}){_CLOSE}|(?:{_MARK})\s?(?:{_DOT_WORD})\s?(?:{_MARK}))\s?|\s?[•·]\s?|\s?[,;–-]?\s(?:(?:{_JOIN}) )?(?:{_DOT_WORD})[,;]?\s(?:[–-]\s)?|[\-_*|~]\.[\-_*|~]|\s?\.\s?|,(?=[a-z]))"
_TLD = "(?:" + "|".join(r"[\s_*-]?".join(tld) for tld in sorted(_words["tld"], key=len, reverse=True)) + ")"
_LABEL = r"[a-zæøå0-9](?:[a-zæøå0-9\-]{0,38}[a-zæøå0-9])?"
_DOMAIN = re.compile(
    rf"[\s.\-]?\s?(?P<domain>(?:{_LABEL}{_DOT}){{1,4}}?{_TLD}(?![^\W_])(?:\.(?:{_TLD})(?![^\W_]))?|(?:{_alternatives(sorted(_PROVIDERS))})(?:{_DOT}{_TLD}|,?[\s-](?:{_PLAIN_TLD})|\s?[(\[<]\s?(?:{_PLAIN_TLD})\s?[)\]>])?(?![^\W_])|(?:[a-zæøå0-9-]{{3,30}})\s(?:{_PLAIN_TLD})(?![^\W_]))",
    re.IGNORECASE,
)
_LINK_WORD = _alternatives(_words["link"])
# Read from the end backwards: the text before the at-sign is matched reversed, so that every at-sign costs a bounded look.
_BACK_JOINT = rf"(?:\s(?:{_alternatives([word[::-1] for word in _words['dot'] + _words['link']])})\s|[)\]}}>]\s?(?:\.|{_alternatives([word[::-1] for word in _words['dot']])})\s?[(\[{{<]|\s\.\s|\s_\s|[•·∙*|~]|\.)"
_BACK_LOCAL = re.compile(rf"\s{{0,2}}[\w+\-]{{1,40}}(?:{_BACK_JOINT}[\w+\-]{{1,40}}){{0,3}}", re.IGNORECASE)
_LONGEST_LOCAL = 90
_SHORTEST_LOCAL = 6  # longer than "f.eks"
_CUE_REACH = 40
_DISGUISED = re.compile(rf"[(\[{{<]|(?<![^\W_])(?:{_DOT_WORD})(?![^\W_])", re.IGNORECASE)
_DOTS = re.compile(_DOT, re.IGNORECASE)


_PICTURE = r"[\u2190-\u2bff\U0001f000-\U0001faff]"
_WRITTEN_TLD = re.compile(rf"(?:\.|{_PICTURE})(?:{_PLAIN_TLD})", re.IGNORECASE)
_GLUED_ENDS = tuple(_words["glued"])
_LETTER = re.compile(r"[^\W\d_]{2}")
_BRAND = rf"(?:(?:{_alternatives(_words['brand'])})(?:{_DOT}{_TLD}|\s(?:{_PLAIN_TLD}))?|(?:{_alternatives(sorted(_PROVIDERS))})\.{_TLD})(?![^\W_])"
_MARKED = r"(?P<local>(?<![\w.+@-])(?=[^\W\d_])[\w+-]{1,30}(?:\.[\w+-]{1,30}){1,3}|(?<![\w.+@-])(?=[^\W\d_])[\w+-]{2,30}(?<=\d))"
_SIGN = r"\s?[" + re.escape("".join(_words["sign"])) + r"]\s?"
_BACKWARD = "|".join(_words["backward"])
_AT_WORD = r"(?:at|a|snabel[\- ]?a|snabel|@)"
_BARE_FORMS = (
    # "lone.kATkjaer.dk"
    re.compile(rf"(?<![\w.@])(?P<address>[a-zæøå0-9._-]{{2,40}}(?:AT|SNABEL-?A?)(?:[a-zæøå0-9-]{{2,40}}\.){{1,3}}(?:{_PLAIN_TLD}))(?![\w/])"),
    # "lone🌀kjaer.dk"; "lone🌀kjaer🔵dk"
    re.compile(rf"(?<![\w.@])(?P<address>(?P<local>(?=[^\W\d_])[\w.+-]{{2,40}}){_PICTURE}(?:{_LABEL}\.){{1,3}}(?:{_PLAIN_TLD}))(?![\w/])", re.IGNORECASE),
    re.compile(rf"(?<![\w.@])(?P<address>(?=[^\W\d_])[\w.+-]{{2,40}}{_PICTURE}{_LABEL}{_PICTURE}(?:{_PLAIN_TLD}))(?![\w/])", re.IGNORECASE),
    # "lonek72@ og så skolens navn"
    re.compile(r"(?<![\w.+@-])(?P<address>(?P<local>(?=[^\W\d_])(?=[\w+-]{1,40}\.\w|[^\W\d]{1,40}\d)[\w.+-]{3,40})@)(?=[\s,.!?]|\Z)"),
    # "foran snablen står lonek72"
    re.compile(rf"(?<!\w)(?:{_alternatives(_words['before'])}) (?:{_alternatives(_words['name'])})(?: (?:{_alternatives(_words['says'])}))?\s?:?\s(?P<address>{_MARKED})", re.IGNORECASE),
    # any address without gaps, whatever its end; an encoded at-sign; a name half hidden
    re.compile(
        r"(?<![\w.+@-])(?P<address>[\w.+-]{0,40}[^\W_][*•…._]{0,6}(?:@|&#64;|%40|\[@)\.?[^\W\d_][\w-]{1,40}(?:\.{1,2}[\w-]{2,20}){0,3})(?<=[^\W_])(?![\w@])"
    ),
    # "lonek72 gmail.com", "lonek72 (gmail)", "lone.k&gmail.com", "lonek72 og så gmail"
    re.compile(rf"(?P<address>{_MARKED}(?:{_SIGN}|\s?[,:/–-]?\s?[(\[<]?\s?(?:(?:{_JOIN}|{_LEAD}) ){{0,3}}[(\[<]?\s?){_BRAND})", re.IGNORECASE),
    # "gmail: lonek72"
    re.compile(rf"(?<!\w)(?P<address>(?:{_alternatives(_words['brand'])})(?![^\W_])(?:[ -](?:{_alternatives(_words['box'])}))?\s?[,:=-]?\s?(?:(?:{_JOIN}) )?(?:(?:{_LEAD}) ){{0,2}}\s?{_MARKED})", re.IGNORECASE),
    # "lone.k~kjaer.dk"
    re.compile(rf"(?<![\w.@])(?P<address>(?=[^\W\d_])[\w.+-]{{2,40}}{_SIGN}(?:{_LABEL}\.){{1,3}}(?:{_PLAIN_TLD}))(?![\w/])", re.IGNORECASE),
    # "lone_at_kjaer_dk", "lone/k/at/gmail/com"
    re.compile(rf"(?<![^\W_])(?P<address>[^\W_]{{1,40}}(?:\.[^\W_]{{1,40}})?(?P<mark>[_*/|~\-])(?:[^\W_]+(?P=mark)){{0,2}}{_AT_WORD}(?P=mark)[^\W_]+(?P=mark)(?:{_PLAIN_TLD}))(?![^\W_])", re.IGNORECASE),
    # "loneATkjaerDOTdk"
    re.compile(rf"(?<!\w)(?P<address>[\w.]{{2,40}}?(?:at|snabel-?a|snabel)[^\W_]{{2,40}}?(?:{'|'.join(_GLUED_ENDS)}))(?!\w)", re.IGNORECASE),
    # "moc.liamg@enol", "gmail.com@lone"
    re.compile(rf"(?<![\w.@])(?P<address>(?:(?:{_BACKWARD})(?:\.[\w-]{{2,30}}){{1,3}}|(?:{'|'.join(sorted(_words['brand']))})\.(?:{_PLAIN_TLD}))\s?@\s?[\w.+-]{{2,40}})(?![\w@])", re.IGNORECASE),
)  # fmt: skip


@detector("email", "EMAIL")
def find_emails(document: Document) -> Iterator[Finding]:
    """Addresses around every at-sign and every word that may stand for one."""
    text = document.text
    bare = "@" not in text
    if bare and _TRIGGERS.isdisjoint(document.words) and not _WRITTEN_TLD.search(text):
        lower = text.lower()
        for end in _GLUED_ENDS:
            if end in lower:
                yield from _without_sign(text, [])
                break
        return
    found = list(_around_signs(document))
    yield from found
    yield from _without_sign(text, [(finding.start, finding.end) for finding in found])


def _without_sign(text: str, taken: list[tuple[int, int]]) -> Iterator[Finding]:
    """Addresses that are glued, turned round, or lack a sign that could be read as an at-sign; `taken` is sorted."""
    for form in _BARE_FORMS:
        for found in form.finditer(text):
            start, end = found.span("address")
            local = found["local"] if "local" in form.groupindex else ""
            if local and (
                len(local) < _SHORTEST_LOCAL or not _LETTER.search(local) or (local.isalpha() and not _cue(text, start))
            ):
                continue
            at = bisect_left(taken, (start, end))
            if (at == 0 or taken[at - 1][1] <= start) and (at == len(taken) or taken[at][0] >= end):
                taken.insert(at, (start, end))
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
            and not _cue(text, start)
            and _is_word(name, at.group(), domain["domain"])
        ):
            continue
        reached = domain.end("domain")
        attrs: dict[str, object] = {"public": True} if _is_public(name, domain["domain"]) else {}
        yield Finding("EMAIL", start, reached, 0.8 if at["weak"] else 0.97, "email", attrs)


def _is_word(name: str, sign: str, domain: str) -> bool:
    """Whether a word before a spaced at-sign is only a word of the sentence ("vi ses @ caféen", "følg @plejen.dk")."""
    if sign == " @" and name.isalpha():
        return re.split(r"[\s.]", domain)[0].lower() not in _PROVIDERS
    return "." not in domain and name.lower() in _COMMON


def _plausible(document: Document, name: str, sign: str, domain: str, start: int) -> bool:
    """Whether a preposition is an at-sign here: the name is no ordinary word, and the domain is written out or a mail provider's."""
    last = re.split(r"[\s.]", name)[-1].lower()
    provider = re.split(rf"[\s-](?:{_PLAIN_TLD})", _DOTS.split(domain)[0].lower())[0] in _PROVIDERS
    marked_name = any(char in "._+" or char.isdigit() for char in name)
    if last in _COMMON and not marked_name:
        return False
    spoken_dot = _DISGUISED.search(domain) is not None
    if sign in _PREPOSITIONS and (spoken_dot or (sign not in _PLACES and marked_name and "." in domain)):
        return True
    if sign in _PREPOSITIONS:
        return provider and (marked_name or len(_DOTS.split(domain)) > 1 or _cue(document.text, start))
    return (
        spoken_dot
        or (provider and (marked_name or len(_DOTS.split(domain)) > 1 or _cue(document.text, start)))
        or (marked_name and "." in domain)
    )


def _cue(text: str, start: int) -> bool:
    return not _CUES.isdisjoint(re.findall(r"[\w-]+", text[max(0, start - _CUE_REACH) : start].lower()))


def _is_public(name: str, domain: str) -> bool:
    plain = ".".join(part.strip() for part in _DOTS.split(domain.lower())).replace(" ", "")
    if any(plain == public or plain.endswith("." + public) for public in _PUBLIC):
        return True
    parts = {part for part in name.lower().split(".") if len(part) >= _SHORTEST_LOCAL}  # "ortopaedkirurgi.sekretariat"
    return not _ROLES.isdisjoint({name.lower()} | parts) and plain.split(".")[0] not in _PROVIDERS
