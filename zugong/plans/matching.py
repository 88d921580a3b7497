"""Find which mechanisms a sentence names, and which sentence of last year's plan it continues."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from heapq import heapify, heappop, heappush
from typing import NamedTuple

IGNORED = re.compile(r"[\s“”\"「」『』《》]")
ALIKE = 0.6
LONGEST_COMPARED = 240
MOST_MEASURED = 1_000_000


class Occurrence(NamedTuple):
    """One place where an alias stands in the folded text."""

    start: int
    end: int
    key: str
    alias: str


class Pair(NamedTuple):
    """A candidate; the most similar comes first, an upper bound before a measured ratio, and neighbours before others."""

    unlikeness: float
    is_measured: bool
    distance: int
    new: int
    old: int


def match(text: str, names: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The aliases of each key that the text names, in the order in which they first stand there."""
    found: dict[str, list[str]] = {}
    for occurrence in _not_covered(sorted(_occurrences(text, names), key=_reading_order)):
        aliases = found.setdefault(occurrence.key, [])
        if occurrence.alias not in aliases:
            aliases.append(occurrence.alias)
    return found


def resemble(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """For each new sentence that continues an old one, the place of the old one: the most alike first, each once."""
    chosen: dict[int, int] = {}
    by_text: dict[str, list[int]] = {}
    for place, sentence in enumerate(old):
        by_text.setdefault(sentence, []).append(place)
    _choose([(place, earlier) for place, text in enumerate(new) for earlier in by_text.get(text, [])], chosen)
    old, new = ([sentence[:LONGEST_COMPARED] for sentence in side] for side in (old, new))
    queue = list(_alike(old, new, chosen))
    heapify(queue)
    measured: Counter[int] = Counter()
    while tied := _next_tied(queue, old, new, chosen, measured):
        _choose(tied, chosen)
    return dict(sorted(chosen.items()))


def _fold(text: str) -> str:
    return IGNORED.sub("", unicodedata.normalize("NFKC", text))


def _occurrences(text: str, names: Mapping[str, Sequence[str]]) -> Iterator[Occurrence]:
    folded = _fold(text)
    for key, aliases in names.items():
        for alias in aliases:
            sought = _fold(alias)
            start = folded.find(sought) if sought else -1
            while start >= 0:
                yield Occurrence(start, start + len(sought), key, alias)
                start = folded.find(sought, start + 1)


def _reading_order(occurrence: Occurrence) -> tuple[int, int]:
    return occurrence.start, -occurrence.end


def _not_covered(occurrences: list[Occurrence]) -> Iterator[Occurrence]:
    """Leave out what lies wholly inside a longer occurrence of another key."""
    reach: dict[str, tuple[int, int]] = {}
    for occurrence in occurrences:
        span = occurrence[:2]
        if not any(key != occurrence.key and end >= span[1] and (start, end) != span for key, (start, end) in reach.items()):
            yield occurrence
        if span[1] > reach.get(occurrence.key, (0, 0))[1]:
            reach[occurrence.key] = span


def _alike(old: Sequence[str], new: Sequence[str], chosen: Mapping[int, int]) -> Iterator[Pair]:
    """The pairs of sentences without a partner that may be alike, with an upper bound of their ratio."""
    used = set(chosen.values())
    matcher = SequenceMatcher(autojunk=False)
    for place, sentence in enumerate(new):
        if place in chosen:
            continue
        matcher.set_seq2(sentence)
        for earlier, former in enumerate(old):
            if earlier in used:
                continue
            matcher.set_seq1(former)
            if matcher.real_quick_ratio() >= ALIKE and (bound := matcher.quick_ratio()) >= ALIKE:
                yield Pair(-bound, False, abs(place - earlier), place, earlier)


def _next_tied(
    queue: list[Pair], old: Sequence[str], new: Sequence[str], chosen: Mapping[int, int], measured: Counter[int]
) -> list[tuple[int, int]]:
    """Take the free pairs of the highest ratio off the queue; for long sentences measure only the likeliest."""
    used = set(chosen.values())
    tied: list[Pair] = []
    while queue and (not tied or queue[0].unlikeness == tied[0].unlikeness):
        pair = heappop(queue)
        if pair.new in chosen or pair.old in used:
            continue
        if pair.is_measured:
            tied.append(pair)
        elif measured[pair.new] < MOST_MEASURED:
            measured[pair.new] += len(old[pair.old]) * len(new[pair.new])
            ratio = SequenceMatcher(None, old[pair.old], new[pair.new], autojunk=False).ratio()
            if ratio >= ALIKE:
                heappush(queue, pair._replace(unlikeness=-ratio, is_measured=True))
    return [(pair.new, pair.old) for pair in tied]


def _choose(tied: list[tuple[int, int]], chosen: dict[int, int]) -> None:
    """Add equally good pairs: first those that keep the order of the chosen ones, then the rest, in reading order."""
    used = set(chosen.values())
    for keeps_order in (True, False):
        for place, earlier in sorted(tied):
            if place in chosen or earlier in used:
                continue
            if not keeps_order or all((place < other) == (earlier < former) for other, former in chosen.items()):
                chosen[place] = earlier
                used.add(earlier)
