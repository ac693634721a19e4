"""`jensen ask`, `jensen verify` and `jensen quote`."""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from adapters.console.rendering import render
from adapters.terminal import look, open_bot, write, write_bytes
from bot.asking import Asking
from bot.errors import BadRequestError
from bot.quotes import as_text, card_of, link, quote_of
from bot.reply import Reply
from bot.search.explaining import explain
from bot.search.finding import Match
from bot.transcripts.scope import Scope

BATCH_LIMIT = 10
NOTHING_FOUND = 1


def ask(options: argparse.Namespace) -> int:
    """Show what answers the text, or with `--batch` what answers each line of standard input."""
    if options.batch == bool(options.text):
        raise BadRequestError(
            "ask takes either TEXT, or --batch and questions on standard input; see `jensen ask -h`"
        )
    text = _typed(options.text)
    asking = open_bot().asking
    scope = _scope(asking, options)
    if options.batch:
        return _ask_batch(asking, scope, options.limit or BATCH_LIMIT, explained=options.explain)
    if not options.json and not options.explain and options.limit in (None, 1):
        return _show(asking.ask(text, scope=scope))

    matches = asking.matches(text, scope=scope, limit=options.limit or 1)
    if options.json:
        write_bytes(_line({"matches": _records(matches, explained=options.explain)}))
    elif matches:
        _show(_listed(matches, explained=options.explain))
    else:
        _show(asking.ask(text, scope=scope))
    return 0 if matches else NOTHING_FOUND


def verify(options: argparse.Namespace) -> int:
    """Show whether the text was said."""
    text = _typed(options.text)
    asking = open_bot().asking
    return _show(asking.verify(text, scope=_scope(asking, options)))


def quote(options: argparse.Namespace) -> int:
    """Show something worth quoting."""
    asking = open_bot().asking
    return _show(asking.quote(scope=_scope(asking, options)))


def _scope(asking: Asking, options: argparse.Namespace) -> Scope:
    return asking.scope(speaker=options.speaker, transcript=options.transcript)


def _show(reply: Reply) -> int:
    write(render(reply, look()))
    return 0 if reply.found else NOTHING_FOUND


def _typed(words: list[str]) -> str:
    text = " ".join(words)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise BadRequestError("the text is not valid UTF-8") from error
    return text


def _listed(matches: list[Match], *, explained: bool) -> Reply:
    cards = []
    for match in matches:
        card = card_of(quote_of(match))
        reasons = _reasons(match) if explained else ()
        cards.append(replace(card, notes=(*card.notes, *reasons)))
    return Reply("\n\n".join(map(as_text, cards)), tuple(cards))


def _ask_batch(asking: Asking, scope: Scope, limit: int, *, explained: bool) -> int:
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.isspace():
            asked = _question(line, number)
            matches = asking.matches(asked["query"], scope=scope, limit=limit)
            records = _records(matches, explained=explained)
            write_bytes(_line({"qid": asked["qid"], "matches": records}))
    return 0


def _question(line: bytes, number: int) -> dict[str, Any]:
    """Return the question in a line of the batch."""
    place = f"standard input, line {number}"
    try:
        asked = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadRequestError(f"{place}: not UTF-8 at byte {error.start} of the line") from error
    except (ValueError, RecursionError) as error:
        raise BadRequestError(f"{place}: not JSON: {error}") from error
    if not isinstance(asked, dict) or not isinstance(asked.get("query"), str) or "qid" not in asked:
        raise BadRequestError(f'{place}: not of the form {{"qid": ..., "query": "text"}}')
    return asked


def _records(matches: list[Match], *, explained: bool) -> list[dict[str, Any]]:
    return [_record(match, explained=explained) for match in matches]


def _record(match: Match, *, explained: bool) -> dict[str, Any]:
    turn = match.turn
    record = {
        "transcript": turn.transcript,
        "turn": turn.number,
        "speaker": turn.speaker,
        "start": match.start,
        "end": match.end,
        "text": quote_of(match).words,
        "score": round(match.score, 1),
        "fidelity": match.fidelity,
        "start_seconds": turn.start,
        "url": link(match.entry.details.url, turn.start),
    }
    return {**record, "explanation": asdict(explain(match.evidence))} if explained else record


def _line(record: dict[str, Any]) -> bytes:
    return f"{json.dumps(record, ensure_ascii=False)}\n".encode("utf-8", "backslashreplace")


def _reasons(match: Match) -> Iterator[str]:
    """Yield why a match won, a line each."""
    why = explain(match.evidence)
    order = "in the order asked" if why.in_order else "in another order"
    yield f"score {why.score:.1f}: {why.coverage:.0%} of the question, {order}"
    if why.exact:
        yield f"as asked: {', '.join(why.exact)}"
    for asked, said, how in why.changed:
        yield f"{how}: {asked} -> {said}"
    if why.speaker:
        yield f"names the speaker: {', '.join(why.speaker)}"
    if why.missing:
        yield f"missing: {', '.join(why.missing)}"
