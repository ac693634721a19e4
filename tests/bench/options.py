"""What every benchmark can be told on its command line."""

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Options:
    """What a benchmark was told.

    Attributes:
        home: The folder for what takes long to build; kept, so that a second run is quicker.
        transcripts: The folder of `scale.jsonl.gz` and `queries_dev.jsonl`.
        quick: Whether a rough figure from few queries will do.
    """

    home: Path
    transcripts: Path
    quick: bool

    @property
    def scale_file(self) -> Path:
        """The large library's turns, JSON Lines."""
        return self.transcripts / "scale.jsonl.gz"

    @property
    def scale_queries(self) -> Path:
        """The queries for it."""
        return self.transcripts / "queries_dev.jsonl"

    def arguments(self) -> list[str]:
        """Return the command line that says the same."""
        told = ["--home", str(self.home), "--transcripts", str(self.transcripts)]
        return [*told, "--quick"] if self.quick else told


def parser() -> argparse.ArgumentParser:
    """Return a parser of the options that all benchmarks share."""
    made = argparse.ArgumentParser(add_help=False)
    made.add_argument(
        "--home",
        type=Path,
        metavar="FOLDER",
        default=Path(tempfile.gettempdir()) / "jensen-bench",
        help="where libraries and indexes are kept between runs, about 2 GB (%(default)s)",
    )
    made.add_argument(
        "--transcripts",
        type=Path,
        metavar="FOLDER",
        default=ROOT.parent / "shared" / "transcripts",
        help="where scale.jsonl.gz and queries_dev.jsonl are (%(default)s)",
    )
    made.add_argument("--quick", action="store_true", help="ask few queries; rough figures")
    return made


def options_of(told: argparse.Namespace) -> Options:
    """Return the options in what a parser made of a command line."""
    return Options(told.home.absolute(), told.transcripts.absolute(), told.quick)


def parse(doc: str | None, arguments: Sequence[str] | None = None) -> Options:
    """Return the options of a command line, sys.argv by default; *doc* describes the benchmark."""
    own = argparse.ArgumentParser(
        description=doc, parents=[parser()], formatter_class=argparse.RawDescriptionHelpFormatter
    )
    return options_of(own.parse_args(arguments))
