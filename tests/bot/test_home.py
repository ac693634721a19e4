"""Where the home folder is found."""

import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from bot.errors import SettingsError
from bot.home import home_folder


@pytest.fixture(autouse=True)
def _working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_the_environment_comes_before_dotenv(tmp_path: Path) -> None:
    Path(".env").write_text("JENSEN_HOME=/from/dotenv\n")

    assert home_folder({"JENSEN_HOME": str(tmp_path / "set")}) == tmp_path / "set"


@pytest.mark.parametrize("environ", [{}, {"JENSEN_HOME": ""}], ids=["unset", "empty"])
def test_dotenv_of_the_working_folder_comes_next(environ: dict[str, str]) -> None:
    Path(".env").write_text("OTHER=1\nexport JENSEN_HOME='/from/dotenv'  # a comment\n")

    assert home_folder(environ) == Path("/from/dotenv")


@pytest.mark.parametrize("dotenv", [None, "", "JENSEN_HOME=\n"], ids=["none", "blank", "empty"])
def test_the_platforms_user_data_folder_comes_last(dotenv: str | None) -> None:
    if dotenv is not None:
        Path(".env").write_text(dotenv)

    assert home_folder({}) == Path(platformdirs.user_data_dir("jensen-bot", appauthor=False))


def test_a_tilde_is_the_home_of_whoever_runs_it() -> None:
    assert home_folder({"JENSEN_HOME": "~/quotes"}) == Path.home() / "quotes"


def test_a_relative_folder_starts_at_the_working_folder(tmp_path: Path) -> None:
    assert home_folder({"JENSEN_HOME": "quotes"}) == tmp_path / "quotes"


def test_the_home_of_nobody_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match=r"^JENSEN_HOME: ~nobody-here/x "):
        home_folder({"JENSEN_HOME": "~nobody-here/x"})


def test_a_dotenv_that_is_no_text_is_refused_by_name() -> None:
    Path(".env").write_bytes(b"JENSEN_HOME=\xff\n")

    with pytest.raises(SettingsError, match=r"^\.env: cannot be read as UTF-8"):
        home_folder({})


def test_finding_the_home_folder_does_not_import_the_settings(tmp_path: Path) -> None:
    program = "import sys, bot.home as h; h.home_folder({'JENSEN_HOME': '.'}); print(*sys.modules)"

    modules = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.split()

    assert not {"pydantic", "pydantic_settings", "platformdirs", "dotenv"} & set(modules)
