"""The Dockerfile's install steps, carried out in an empty environment without an engine."""

import importlib.metadata
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PLACE = "/opt/jensen"
LIMIT_MB = 250

pytestmark = pytest.mark.slow


def build_steps() -> list[str]:
    """Return the instructions of the Dockerfile's first stage, each on one line."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    stages = re.split(r"^FROM .*\n", text, flags=re.M)
    return [line for line in stages[1].splitlines() if line and not line.startswith("#")]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the environment that the first stage leaves, at another place than PLACE."""
    folder = tmp_path_factory.mktemp("image")
    source, place = folder / "src", folder / "opt"
    source.mkdir()
    tools = folder / "bin"
    tools.mkdir()
    (tools / "python").symlink_to(sys.executable)
    environ = {"HOME": str(folder), "PATH": f"{place}/bin:{tools}:/usr/bin:/bin"}
    for step in build_steps():
        name, _, rest = step.partition(" ")
        if name == "COPY":
            *files, target = shlex.split(rest)
            for file in files:
                copy(ROOT / file, source / target / (file if target == "./" else ""))
        elif name == "RUN":
            command = rest.replace(PLACE, str(place))
            subprocess.run(["sh", "-ec", command], cwd=source, env=environ, check=True)
        else:
            assert step in ("WORKDIR /src", f"ENV PATH={PLACE}/bin:$PATH")
    return place


def copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def run(installed: Path, *command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run *command* of the environment as the image does, with *folder* as the volume."""
    environ = {"PATH": f"{installed}/bin", "HOME": str(folder), "JENSEN_HOME": str(folder)}
    return subprocess.run(
        command, cwd=folder, env=environ, stdout=subprocess.PIPE, text=True, check=True
    )


def test_the_command_starts(installed: Path, tmp_path: Path) -> None:
    done = run(installed, f"{installed}/bin/jensen", "--help", folder=tmp_path)

    assert done.stdout.startswith("usage: jensen")


def test_everything_the_bot_needs_can_be_imported(installed: Path, tmp_path: Path) -> None:
    program = """
import pathlib, pkgutil
import adapters, bot
for package in (adapters, bot):
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        __import__(module.name)
print(pathlib.Path(bot.__file__).parents[1])
"""
    done = run(installed, f"{installed}/bin/python", "-c", program, folder=tmp_path)

    site = Path(done.stdout.strip())
    assert installed in site.parents
    assert sorted(path.name for path in (site / "seeds").iterdir()) == sorted(
        path.name for path in (ROOT / "seeds").iterdir()
    )


def test_what_the_bot_needs_is_there_and_nothing_else(installed: Path) -> None:
    (site,) = installed.glob("lib/*/site-packages")
    found = {
        canonicalize_name(each.name): each.requires or []
        for each in importlib.metadata.distributions(path=[str(site)])
    }
    needed, reached = {canonicalize_name("jensen-bot")}, set[str]()
    while left := needed - reached:
        for name in left:
            requirements = map(Requirement, found[name])
            needed |= {
                canonicalize_name(each.name)
                for each in requirements
                if each.marker is None or each.marker.evaluate({"extra": ""})
            }
        reached |= left

    # Python 3.11 puts setuptools into each new environment; the image's Python does not.
    assert set(found) - {"setuptools"} == needed


def test_it_is_small(installed: Path) -> None:
    size = sum(path.stat().st_size for path in installed.rglob("*") if path.is_file())

    assert size < LIMIT_MB * 1_000_000
