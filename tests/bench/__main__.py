"""Run benchmarks, each in a process of its own, and print their tables as Markdown."""

import argparse
import subprocess
import sys

from tests.bench import options

BENCHES = (
    *("quality_seed", "quality_large", "latency", "build", "memory", "startup"),
    *("discord", "slack"),
)


def main() -> int:
    """Run the benchmarks that the command line names, all by default; 1 when one of them broke."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=__doc__, parents=[options.parser()]
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHES))
    told = parser.parse_args()
    unknown = [name for name in told.names if name not in BENCHES]
    if unknown:
        parser.error(f"there is no {unknown[0]}; there are {', '.join(BENCHES)}")
    broken = False
    for name in told.names or BENCHES:
        command = [sys.executable, "-m", f"tests.bench.{name}"]
        done = subprocess.run(
            [*command, *options.options_of(told).arguments()], cwd=options.ROOT, check=False
        )
        broken |= done.returncode != 0
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
