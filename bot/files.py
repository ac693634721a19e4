"""Files written whole or not at all, and the lock that keeps writers of a folder apart."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StorageError

LOCK_TIMEOUT_S = 300.0


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep other writers of *folder* out, waiting for the one that is in; creates the folder.

    Raises:
        StorageError: The folder cannot be written, or the other one takes LOCK_TIMEOUT_S.
    """
    # filelock brings asyncio with it, 80 ms.
    import filelock

    lock = filelock.FileLock(folder / "lock", timeout=LOCK_TIMEOUT_S)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except filelock.Timeout as error:
        raise StorageError(
            f"{folder} is being written by another process; try again when it is done"
        ) from error
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        yield
    finally:
        lock.release()


def replace_file(path: Path, data: bytes) -> None:
    """Make *data* the content of *path*, whole or not at all, safe from a loss of power.

    Raises:
        StorageError: It cannot be written; what was there before still is.
    """
    draft = path.with_suffix(".tmp")
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, path)
    except OSError as error:
        raise unwritable(path, error) from error


def unwritable(path: Path, error: OSError) -> StorageError:
    """Return the error for a file or folder of the home folder that cannot be written."""
    return StorageError(
        f"{path} cannot be written ({error.strerror}); make room or mend its permissions and try"
        " again, everything is as it was before"
    )
