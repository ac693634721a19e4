"""How well the development queries are answered from the seed, by us and by peers.

Ours are the answers of `jensen ask --batch`. Peers search overlapping passages of 36 words, as
they know no quotes. Nor do they know when to refuse; what their scores could be used for is
told by the share of the unanswerable queries that score below every answerable one.
"""

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from bot.search.finding import FLOOR
from tests.bench import command, options, scale
from tests.bench.metrics import Query, Result, Span, measure
from tests.bench.peers import PEERS
from tests.bench.seed import Seed, read_queries
from tests.bench.table import table, tell, title

LIMIT = 10
FLOORS = sorted({*range(15, 46, 5), FLOOR})
OURS = "jensen-bot"
# Words alone cannot find these.
PARAPHRASE = "paraphrase"

Answers = Mapping[str, Sequence[Span]]
# The best score by qid; None where nothing was found at all.
Scores = Mapping[str, float | None]


def main() -> None:
    """Print the tables."""
    told = options.parse(__doc__)
    queries = read_queries()
    with tempfile.TemporaryDirectory() as folder:
        seed = Seed(Path(folder))
        title(
            "quality_seed",
            f"{len(queries)} development queries to the shipped transcript (65 turns), answered by"
            " `jensen ask --batch`.",
        )
        results = {OURS: measure(queries, batch_answers(queries, seed.home))}
        scores: dict[str, Scores] = {OURS: our_scores(seed, queries)}
        for name, kind in PEERS.items():
            answers, scores[kind.name] = ask_peer(seed, name, queries)
            results[kind.name] = measure(queries, answers)
        print_overall(results, {name: told_apart(queries, s) for name, s in scores.items()})
        print_kinds(results)
        print_floors(seed, queries, foreign_queries(told))


def batch_answers(queries: Sequence[Query], home: Path) -> Answers:
    """Return what `jensen ask --batch` answers in *home*.

    Raises:
        RuntimeError: The command failed.
    """
    asked = "".join(json.dumps({"qid": q["qid"], "query": q["query"]}) + "\n" for q in queries)
    done = command.run(["ask", "--batch", "--limit", str(LIMIT)], home, said=asked)
    if done.returncode:
        raise RuntimeError(f"jensen ask --batch ended with {done.returncode}: {done.stderr}")
    return {one["qid"]: one["matches"] for one in map(json.loads, done.stdout.splitlines())}


def our_scores(seed: Seed, queries: Sequence[Query]) -> Scores:
    """Return our best scores without a floor."""
    found = {q["qid"]: seed.search(q["query"], LIMIT, floor=0) for q in queries}
    return {qid: matches[0].score if matches else None for qid, matches in found.items()}


def ask_peer(seed: Seed, name: str, queries: Sequence[Query]) -> tuple[Answers, Scores]:
    """Return a peer's answers and best scores."""
    peer = seed.peer(name)
    found = {query["qid"]: peer.search(query["query"], LIMIT) for query in queries}
    return (
        {qid: [seed.windows[hit.text].span for hit in hits] for qid, hits in found.items()},
        {qid: hits[0].score if hits else None for qid, hits in found.items()},
    )


def told_apart(queries: Sequence[Query], scores: Scores) -> float:
    """Return the share of the unanswerable queries below all answerable ones, PARAPHRASE aside.

    Where nothing at all was found is below.
    """
    worded = [query for query in queries if query["gold"] and query["kind"] != PARAPHRASE]
    floor = min(scores[query["qid"]] or 0.0 for query in worded)
    unanswerable = [scores[query["qid"]] for query in queries if not query["gold"]]
    return sum(score is None or score < floor for score in unanswerable) / len(unanswerable)


def foreign_queries(told: options.Options) -> list[str]:
    """Return the queries to other transcripts, none where they are not there."""
    if not told.scale_queries.exists():
        tell(f"no queries about other transcripts: there is no {told.scale_queries}")
        return []
    return [query["query"] for query in scale.read_queries(told)]


def print_overall(results: Mapping[str, Result], apart: Mapping[str, float]) -> None:
    """Print a row for each system."""
    best = results[OURS].total().hit1
    rows = []
    for name, result in results.items():
        every, worded = result.total(), result.total(without=PARAPHRASE)
        rows.append(
            (
                name,
                f"{every.hit1 / best:.2f}",
                f"{every.hit1:.2f} / {every.hit3:.2f} / {every.mrr:.2f}",
                f"{worded.hit1:.2f} / {worded.hit3:.2f} / {worded.mrr:.2f}",
                f"{every.refusals:.2f} / {worded.refusals:.2f}",
                f"{result.rightly:.2f}",
                f"{apart[name]:.2f}",
            )
        )
    columns = (
        "hit@1 / hit@3 / MRR@10",
        "hit@1 ÷ ours",
        "all kinds",
        "without paraphrases",
        "refused wrongly, all / without",
        "rightly",
        "rightly at best",
    )
    table(columns, rows)


def print_kinds(results: Mapping[str, Result]) -> None:
    """Print hit@1 and hit@3 by kind of query."""
    kinds = list(results[OURS].kinds)
    table(
        ("hit@1 / hit@3", *kinds),
        [
            (name, *(f"{r.kinds[kind].hit1:.1f} / {r.kinds[kind].hit3:.1f}" for kind in kinds))
            for name, r in results.items()
        ],
    )


def print_floors(seed: Seed, queries: Sequence[Query], foreign: Sequence[str]) -> None:
    """Print what each floor refuses and what it lets through."""
    nomatch = [query["query"] for query in queries if not query["gold"]]
    worded = [q["query"] for q in queries if q["gold"] and q["kind"] != PARAPHRASE]
    every = [query["query"] for query in queries if query["gold"]]
    rows = []
    for floor in FLOORS:
        shares = [refused(seed, kept, floor) for kept in (nomatch, every, worded)]
        if foreign:
            shares.append(1 - refused(seed, foreign, floor))
        name = f"**{floor:g}**" if floor == FLOOR else f"{floor:g}"
        rows.append((name, *(f"{share:.3f}" for share in shares)))
    columns = ["floor", "refused rightly", "wrongly, all", "wrongly, without paraphrases"]
    if foreign:
        columns.append(f"{len(foreign):,} queries about other transcripts answered")
    table(columns, rows)


def refused(seed: Seed, queries: Sequence[str], floor: float) -> float:
    """Return the share of *queries* that find nothing from *floor* up."""
    return sum(not seed.search(query, 1, floor=floor) for query in queries) / len(queries)


if __name__ == "__main__":
    main()
