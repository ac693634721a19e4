"""What the repository promises to whoever clones, installs or packages it."""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
LOCKS = [ROOT / "requirements.lock", ROOT / "tests" / "requirements.lock"]
locks = pytest.mark.parametrize("lock", LOCKS, ids=["install", "tests"])


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def locked(lock: Path) -> dict[str, set[str]]:
    """Return the versions that *lock* holds of each package; markers may choose between them."""
    versions: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", lock.read_text("utf-8"), re.M):
        versions.setdefault(name, set()).add(version)
    return versions


def test_only_the_agreed_files_stand_at_the_top() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")

    tops = {line.partition("/")[0] for line in listed.stdout.splitlines()}

    assert {top for top in tops if not top.startswith(".")} == {
        *("adapters", "bot", "seeds", "tests"),
        *("CHANGELOG.md", "Dockerfile", "LICENSE", "Makefile", "README.md", "pyproject.toml"),
        "requirements.lock",
    }
    assert {top for top in tops if top.startswith(".")} == {".ci", ".dockerignore", ".gitignore"}


def test_make_alone_lists_every_target() -> None:
    phony = re.search(r"^\.PHONY: (.*)$", read("Makefile"), re.M)
    assert phony

    listed = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert re.findall(r"^  make (\S+) +\S", listed, re.M) == phony[1].split()


def test_every_make_target_that_the_readme_names_exists() -> None:
    named = set(re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)`", read("README.md"), re.M))
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.M))

    assert {first or second for first, second in named} <= targets


def test_the_wheel_carries_both_packages_and_the_seeds(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.iterdir()

    shipped = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}

    assert shipped == {
        path.relative_to(ROOT).as_posix()
        for package in ("adapters", "bot", "seeds")
        for path in (ROOT / package).rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    }


@locks
def test_every_locked_version_has_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[a-z])", re.sub(r"^ *#.*\n", "", text, flags=re.M))

    assert "://" not in text
    assert "index-url" not in text
    assert [entry for entry in entries if not re.match(r"[a-z0-9-]+==\S+", entry)] == []
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads(read("pyproject.toml"))
    groups, extras = project["dependency-groups"], project["project"]["optional-dependencies"]
    install = [*project["project"]["dependencies"], *groups["build"]]
    tests = [*install, *groups["dev"], *extras["bench"]]

    for lock, wanted in zip(LOCKS, [install, tests], strict=True):
        versions = locked(lock)
        for requirement in map(Requirement, wanted):
            name = re.sub(r"[._]", "-", requirement.name)
            assert versions[name]
            assert all(requirement.specifier.contains(version) for version in versions[name])


def test_the_tests_run_with_the_versions_that_are_installed() -> None:
    install, tests = map(locked, LOCKS)

    assert install.items() <= tests.items()


class Machine:
    """A machine with make, a shell and a stand-in for Python that notes how it is called."""

    def __init__(self, folder: Path) -> None:
        """Lay out *folder*; the stand-in ends as if killed at a step that `dies_at` names."""
        self.folder = folder
        self.bin = folder / "bin"
        self.bin.mkdir()
        for name in ("Makefile", "pyproject.toml", "requirements.lock"):
            (folder / name).write_text(read(name), encoding="utf-8")
        (folder / "tests").mkdir()
        (folder / "tests" / "requirements.lock").touch()
        for tool in ("make", "sh", "rm", "touch", "mkdir", "cp", "chmod", "echo", "cat"):
            found = shutil.which(tool, path="/bin:/usr/bin")
            assert found
            (self.bin / tool).symlink_to(found)

    def give_python(self, name: str) -> None:
        """Put a Python that is new enough on the PATH as *name*."""
        python = self.bin / name
        python.write_text(
            f"""#!/bin/sh
echo "$*" >> {self.folder}/calls
case "$*" in
  "-c "*) exit 0 ;;
  "-m venv "*) rm -rf .venv; mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
  *"$(cat {self.folder}/dies_at)"*) exit 137 ;;
esac
echo "echo console" > .venv/bin/jensen
chmod +x .venv/bin/jensen
"""
        )
        python.chmod(0o755)
        self.dies_at("nothing")

    def dies_at(self, step: str) -> None:
        """Make the stand-in for Python fail where its arguments hold *step*."""
        (self.folder / "dies_at").write_text(step)

    def make(self, target: str) -> tuple[subprocess.CompletedProcess[str], list[str]]:
        """Make *target*; return how that went and how Python was called for it."""
        calls = self.folder / "calls"
        calls.write_text("")
        done = subprocess.run(
            [self.bin / "make", target],
            cwd=self.folder,
            env={"PATH": str(self.bin), "HOME": str(self.folder)},
            capture_output=True,
            text=True,
        )
        return done, [line for line in calls.read_text().splitlines() if line.startswith("-m")]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_make_says_in_one_line_that_python_is_missing(machine: Machine) -> None:
    done, _ = machine.make("chat")

    assert done.returncode
    assert done.stderr.splitlines()[0] == (
        "jensen-bot needs Python 3.11 or newer, with venv, on the PATH."
    )


@pytest.mark.parametrize("name", ["python3.14", "python3.11", "python3"])
def test_make_sets_up_with_whatever_python_there_is(machine: Machine, name: str) -> None:
    machine.give_python(name)

    done, calls = machine.make("chat")

    assert done.stdout.endswith("console\n")
    assert calls[0] == "-m venv --clear .venv"


def test_the_second_make_sets_nothing_up(machine: Machine) -> None:
    machine.give_python("python3.12")
    machine.make("chat")

    done, calls = machine.make("chat")

    assert done.stdout == "console\n"
    assert calls == []


@pytest.mark.parametrize("step", ["-r requirements.lock", "--editable", "tests/requirements.lock"])
def test_a_set_up_that_was_killed_is_made_anew(machine: Machine, step: str) -> None:
    machine.give_python("python3.13")
    machine.dies_at(step)
    killed, _ = machine.make("test")
    machine.dies_at("nothing")

    done, calls = machine.make("test")

    assert killed.returncode
    assert done.returncode == 0
    assert calls[0] == "-m venv --clear .venv"
    assert calls[-1] == "-m pytest"


def test_a_new_lock_is_installed_over_the_old_one(machine: Machine) -> None:
    machine.give_python("python3.13")
    machine.make("test")
    (machine.folder / "requirements.lock").touch()

    _, calls = machine.make("chat")

    assert [call.split()[1] for call in calls] == ["pip", "pip"]
