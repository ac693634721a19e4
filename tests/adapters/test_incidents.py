"""Incidents: enough to find the mistake, and nobody's words."""

import json
import logging

import pytest

from adapters.incidents import apology, report
from bot.errors import StorageError


def fail(error: Exception) -> Exception:
    with pytest.raises(type(error)) as caught:
        raise error
    return caught.value


def test_the_log_tells_the_kind_of_error_and_the_place_but_not_what_somebody_typed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    number = report(fail(ValueError("secret question")), doing="answering", event_id=7)

    (record,) = caplog.records
    told = {key: str(value) for key, value in record.__dict__.items()}
    assert record.levelno == logging.ERROR
    assert (told["incident"], told["doing"], told["error"]) == (number, "answering", "ValueError")
    assert "test_incidents.py" in told["at"]
    assert "secret question" not in json.dumps(told)


def test_a_fault_of_this_project_tells_its_words(caplog: pytest.LogCaptureFixture) -> None:
    report(fail(StorageError("the disk is full")), doing="answering", event_id=7)

    assert caplog.records[0].__dict__["error"] == "the disk is full"


def test_an_event_has_one_number_which_the_person_is_told() -> None:
    first, again, other = (
        report(fail(ValueError()), doing="answering", event_id=event) for event in (7, 7, 8)
    )

    assert first == again != other
    assert apology(first).endswith(first)
