"""Read condensed text: one run of words in which a speaker's label begins each turn.

The text has lost its punctuation, capitals and stop words, so nothing in it tells a label that
begins a turn from a name that is merely said. The manifest does: it lists the speakers' labels,
and under `mentions` a few words around each name that begins none.
"""

from collections.abc import Iterator, Sequence

from bot.errors import BadTranscriptError, Problem
from bot.transcripts.manifest import CONDENSED, Manifest
from bot.transcripts.model import Details, Transcript, Turn


def read(text: str, manifest: Manifest, *, file: str) -> Transcript:
    """Return the transcript in *text*, the content of *file*.

    A label counts where it stands as whole words, in any case; glued to another word it is part
    of that word. Words before the first label are a turn without a speaker. The words of a turn
    are joined by single spaces.

    Raises:
        BadTranscriptError: A mention does not occur exactly once or holds no label, a label
            never begins a turn, or a turn is empty; the error lists all of it.
    """
    details = manifest.amended(Details(id="", title="", source=file, format=CONDENSED))
    words = text.split()
    folded = [word.casefold() for word in words]
    labels = {
        speaker.label: tuple(speaker.label.casefold().split()) for speaker in details.speakers
    }

    said, problems = _mentioned(folded, labels, manifest)
    marks = [mark for mark in _labels_in(folded, labels) if mark[0] not in said]
    speaking = {label for _, _, label in marks}
    problems += [
        manifest.problem(f"speakers[{number}].label", f'label "{label}" begins no turn')
        for number, label in enumerate(labels)
        if label not in speaking
    ]

    turns: list[Turn] = []
    ends = [start for start, _, _ in marks[1:]] + [len(words)]
    if marks and marks[0][0] > 0:
        turns.append(Turn(details.id, 0, None, " ".join(words[: marks[0][0]])))
    for (start, first, label), end in zip(marks, ends, strict=False):
        if first == end:
            around = " ".join(words[max(0, start - 3) : end + 3])
            why = f'nothing is said after the label in "{around}"; name the mention in the .toml'
            problems.append(Problem(file, _line(text, start), why))
        turns.append(Turn(details.id, len(turns), label, " ".join(words[first:end])))

    if problems:
        raise BadTranscriptError(problems)
    return Transcript(details, tuple(turns))


def _labels_in(
    words: Sequence[str], labels: dict[str, tuple[str, ...]]
) -> Iterator[tuple[int, int, str]]:
    """Yield (first word, past the last, label) of each label, the longest where two fit."""
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for label, sought in sorted(labels.items(), key=lambda item: -len(item[1])):
        by_first.setdefault(sought[0], []).append((sought, label))
    position = 0
    while position < len(words):
        for sought, label in by_first.get(words[position], ()):
            end = position + len(sought)
            if tuple(words[position:end]) == sought:
                yield position, end, label
                position = end
                break
        else:
            position += 1


def _mentioned(
    words: Sequence[str], labels: dict[str, tuple[str, ...]], manifest: Manifest
) -> tuple[set[int], list[Problem]]:
    """Return the positions of the labels that are only mentioned, and what is wrong with them."""
    positions: dict[str, list[int]] = {}
    for position, word in enumerate(words):
        positions.setdefault(word, []).append(position)

    said: set[int] = set()
    problems = []
    for number, phrase in enumerate(manifest.mentions):
        sought = phrase.casefold().split()
        found = [
            start
            for start in positions.get(sought[0], ())
            if words[start : start + len(sought)] == sought
        ]
        inside = [start for start, _, _ in _labels_in(sought, labels)]
        if not inside:
            problems.append(_mention_problem(manifest, number, "holds no speaker's label"))
        elif len(found) != 1:
            why = f"occurs {len(found)} times in the text; give words that occur once"
            problems.append(_mention_problem(manifest, number, why))
        said.update(start + offset for start in found for offset in inside)
    return said, problems


def _mention_problem(manifest: Manifest, number: int, why: str) -> Problem:
    return manifest.problem(f"mentions[{number}]", f'"{manifest.mentions[number]}" {why}')


def _line(text: str, word: int) -> int:
    """Return the line, from 1, on which the *word* of that number stands."""
    for number, line in enumerate(text.split("\n"), start=1):
        word -= len(line.split())
        if word < 0:
            return number
    return number
