"""How well the queries to the large library are answered, by us and by peers.

A right answer is any turn that holds what the query was made from. Peers search whole turns;
those that take a second for each query are asked only the first few of each kind, and we are
shown on the same few before them.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from tests.bench import options
from tests.bench.metrics import Tally
from tests.bench.peers import PEERS, Peer
from tests.bench.scale import Place, Scale, ScaleQuery, is_there, read_queries
from tests.bench.table import table, tell, title

LIMIT = 10
OURS = "jensen-bot"
# How many queries of each kind a slow peer is asked.
ASKED = {"wratio": 3, "partial": 3, "tokens": 3, "porter": 20, "trigram": 5}

# By qid, what of each answer, best first, is right.
Rights = dict[str, list[bool]]


class Row(NamedTuple):
    """A system, the queries it was asked, and how it answered them."""

    name: str
    queries: Sequence[ScaleQuery]
    rights: Rights


def main() -> None:
    """Print the tables."""
    told = options.parse(__doc__)
    title("quality_large", "Queries to the large library that were answered with the right turn.")
    if not is_there(told):
        return
    scale = Scale(told)
    queries = read_queries(told)
    ours = Row(OURS, queries, ask(queries, partial(scale.search, limit=LIMIT)))
    rows = [ours]
    for name in sorted(PEERS, key=lambda name: -ASKED.get(name, len(queries))):
        asked = (
            first_of_each(queries, 1 if told.quick else ASKED[name]) if name in ASKED else queries
        )
        if len(asked) < len(rows[-1].queries):
            rows.append(Row(OURS, asked, ours.rights))
        peer = scale.peer(name)
        tell(f"asking {PEERS[name].name} {len(asked):,} queries")
        rows.append(Row(PEERS[name].name, asked, ask(asked, partial(places, scale, peer))))
    print_hits("hit@1", lambda tally: tally.hit1, rows)
    print_hits("hit@3", lambda tally: tally.hit3, rows)


def ask(queries: Sequence[ScaleQuery], search: Callable[[str], Sequence[Place]]) -> Rights:
    """Return what of each answer is right."""
    rights = {}
    for query in queries:
        gold = {(known["doc"], known["turn"]) for known in query["gold"]}
        rights[query["qid"]] = [place in gold for place in search(query["query"])]
    return rights


def places(scale: Scale, peer: Peer, query: str) -> list[Place]:
    """Return where a peer found *query*."""
    return [scale.place(hit.text) for hit in peer.search(query, LIMIT)]


def first_of_each(queries: Sequence[ScaleQuery], count: int) -> list[ScaleQuery]:
    """Return the first *count* queries of each kind."""
    kept: dict[str, list[ScaleQuery]] = defaultdict(list)
    for query in queries:
        if len(kept[query["kind"]]) < count:
            kept[query["kind"]].append(query)
    return [query for kind in kept.values() for query in kind]


def tallies(queries: Sequence[ScaleQuery], rights: Rights) -> dict[str, Tally]:
    """Return how the queries of each kind went, in the order of the kinds."""
    kinds: dict[str, Tally] = defaultdict(Tally)
    for query in queries:
        kinds[query["kind"]].add(rights[query["qid"]])
    return kinds


def print_hits(heading: str, share: Callable[[Tally], float], rows: Sequence[Row]) -> None:
    """Print a row for each system and a column for each kind."""
    ours = rows[0].rights
    lines = []
    for row in rows:
        kinds = tallies(row.queries, row.rights)
        every = share(sum(kinds.values(), Tally()))
        beside = share(sum(tallies(row.queries, ours).values(), Tally()))
        shown = (every / beside, every, *map(share, kinds.values()))
        cells = [f"{value:.3f}".removeprefix("0") for value in shown]
        lines.append((row.name, cells[0], f"{len(row.queries):,}", *cells[1:]))
    names = tallies(rows[0].queries, ours)
    table((heading, "÷ ours", "queries", "all", *names), lines)


if __name__ == "__main__":
    main()
