from array import array
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.search.arrays import HashTable, map_array, map_bytes, write_array

PAIRS = st.lists(st.tuples(st.text(max_size=3), st.integers(0, 2**32 - 1)))


@settings(max_examples=30)
@given(PAIRS)
def test_a_hash_table_never_answers_too_little(pairs: list[tuple[str, int]]) -> None:
    with TemporaryDirectory() as folder:
        HashTable.write(Path(folder), "words", pairs)
        table = HashTable(Path(folder), "words")

        for key, number in pairs:
            found = list(table.candidates(key))
            assert number in found
            assert found == sorted(found)
        assert set(table.candidates("unknown")) <= {number for _, number in pairs}


@settings(max_examples=30)
@given(st.lists(st.integers(0, 2**32 - 1)))
def test_numbers_are_read_back_as_they_were_written(numbers: list[int]) -> None:
    with TemporaryDirectory() as folder:
        write_array(Path(folder) / "numbers", array("I", numbers))

        assert list(map_array(Path(folder) / "numbers", "I")) == numbers


def test_what_is_mapped_cannot_be_written(tmp_path: Path) -> None:
    write_array(tmp_path / "numbers", array("I", [1, 2]))
    numbers = map_array(tmp_path / "numbers", "I")

    with pytest.raises(TypeError):
        numbers[0] = 3


def test_an_array_never_takes_the_place_of_another(tmp_path: Path) -> None:
    write_array(tmp_path / "numbers", array("I", [1]))

    with pytest.raises(FileExistsError):
        write_array(tmp_path / "numbers", array("I", [2]))
    assert list(map_array(tmp_path / "numbers", "I")) == [1]


@pytest.mark.parametrize("size", [1, 7, 9])
def test_a_file_that_holds_no_whole_number_is_refused(tmp_path: Path, size: int) -> None:
    (tmp_path / "numbers").write_bytes(b"x" * size)

    with pytest.raises(TypeError):
        map_array(tmp_path / "numbers", "Q")
    assert len(map_bytes(tmp_path / "numbers")) == size
