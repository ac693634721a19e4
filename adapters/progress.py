"""A progress bar on standard error for whatever takes longer than a second."""

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import rich.progress

PATIENCE_S = 1.0


class Progress:
    """Call it with what is done and what there is; within a `with`, on a terminal, it shows."""

    def __init__(self, label: str, unit: str, *, patience_s: float = PATIENCE_S) -> None:
        """Begin now; *label* says what goes on, *unit* what is counted."""
        self._label = label
        self._unit = unit
        self._patience_s = patience_s
        self._began = time.monotonic()
        self._bar: rich.progress.Progress | None = None

    def __enter__(self) -> "Progress":
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, done: float, total: float) -> None:
        """Show that *done* of *total* is done."""
        if self._bar is None:
            if not sys.stderr.isatty() or time.monotonic() - self._began < self._patience_s:
                return
            self._bar = self._started()
        self._bar.update(self._bar.task_ids[0], completed=done, total=total)

    def _started(self) -> "rich.progress.Progress":
        # rich takes 0.1 s to import, and hardly anything takes long enough to need it.
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            Progress,
            ProgressColumn,
            Task,
            TaskProgressColumn,
            TimeRemainingColumn,
        )
        from rich.text import Text

        began, unit = self._began, self._unit

        class Rate(ProgressColumn):
            """What is done in a second, since the work began."""

            def render(self, task: Task) -> Text:
                rate = task.completed / max(time.monotonic() - began, 0.001)
                return Text(f"{rate:,.0f} {unit}/s")

        bar = Progress(
            "{task.description}",
            BarColumn(),
            TaskProgressColumn(),
            Rate(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        bar.add_task(self._label, total=None)
        bar.start()
        return bar
