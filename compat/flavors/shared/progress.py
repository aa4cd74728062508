"""The progress bar of Keras 2.2.4 (``keras.utils.Progbar``), to the letter: programs and people read its lines."""
import sys
import time
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np


class Progbar:
    """Writes how far something has come, how long it takes, and averages.

    Args:
        target: number of units; None when it is not known.
        width: of the bar, in characters.
        verbose: 1 for a bar, 2 for one line at the end.
        interval: seconds between two lines, at least.
        stateful_metrics: names whose last value is shown, not their average.
    """

    def __init__(self, target: Optional[int], width: int = 30, verbose: int = 1, interval: float = 0.05,
                 stateful_metrics: Optional[Sequence[str]] = None) -> None:
        self.target = target
        self.width = width
        self.verbose = verbose
        self.interval = interval
        self.stateful_metrics = set(stateful_metrics or ())
        self._values: Dict[str, List[Any]] = {}
        self._seen_so_far = 0
        self._start = time.time()
        self._last_update = 0.0
        self._total_width = 0

    def update(self, current: int, values: Optional[Sequence[Tuple[str, Any]]] = None) -> None:
        """Go to ``current`` units; ``values`` are ``(name, value)`` pairs that count for the units since the last call."""
        for name, value in values or ():
            self._count(name, value, current - self._seen_so_far)
        self._seen_so_far = current
        now, done = time.time(), self.target is not None and current >= self.target
        if self.verbose == 1:
            if now - self._last_update < self.interval and self.target is not None and not done:
                return
            self._write_bar(current, now - self._start, done)
        elif self.verbose == 2 and (self.target is None or done):
            self._write(" - {:.0f}s{}\n".format(now - self._start, self._averages()))
        self._last_update = now

    def add(self, n: int, values: Optional[Sequence[Tuple[str, Any]]] = None) -> None:
        """Go ``n`` units further."""
        self.update(self._seen_so_far + n, values)

    def _count(self, name: str, value: Any, units: int) -> None:
        if name in self.stateful_metrics:
            self._values[name] = [value, 1]
            return
        total, count = self._values.get(name, (0, 0))
        self._values[name] = [total + value * units, count + units]

    def _write_bar(self, current: int, passed: float, done: bool) -> None:
        bar = self._bar(current)
        per_unit = passed / current if current else 0
        if self.target is not None and not done:
            text = " - ETA: " + _clock(per_unit * (self.target - current))
        else:
            text = " - {:.0f}s {}".format(passed, _per_step(per_unit))
        text += self._averages()
        width = len(bar) + len(text)
        dynamic = sys.stdout.isatty() or "ipykernel" in sys.modules
        begin = "\b" * self._total_width + "\r" if dynamic else "\n"
        self._write(begin + bar + text + " " * (self._total_width - width) + ("\n" if done else ""))
        self._total_width = width

    def _bar(self, current: int) -> str:
        if self.target is None:
            return "{:7d}/Unknown".format(current)
        filled = int(self.width * current / self.target) if self.target else self.width
        bar = "=" * (filled - 1) + (">" if current < self.target else "=") if filled > 0 else ""
        count = "{:{}d}/{} ".format(current, len(str(self.target)), self.target)
        return "{}[{}{}]".format(count, bar, "." * (self.width - filled))

    def _averages(self) -> str:
        return "".join(" - {}: {}".format(name, _number(total, count)) for name, (total, count) in self._values.items())

    @staticmethod
    def _write(text: str) -> None:
        sys.stdout.write(text)
        sys.stdout.flush()


def _number(total: Any, count: int) -> str:
    if isinstance(total, str):
        return total
    average = float(np.mean(total / max(1, count)))
    return "{:.4f}".format(average) if abs(average) > 1e-3 else "{:.4e}".format(average)


def _clock(seconds: float) -> str:
    """A remaining time.

    Example:
        >>> _clock(9.0), _clock(900), _clock(45000)
        ('9s', '15:00', '12:30:00')
    """
    whole = int(seconds)
    if seconds > 3600:
        return "{}:{:02d}:{:02d}".format(whole // 3600, whole % 3600 // 60, whole % 60)
    return "{}:{:02d}".format(whole // 60, whole % 60) if seconds > 60 else "{}s".format(whole)


def _per_step(seconds: float) -> str:
    """The time of one unit, in the largest unit that leaves no fraction.

    Example:
        >>> _per_step(30.0), _per_step(0.3), _per_step(8e-6)
        ('30s/step', '300ms/step', '8us/step')
    """
    if seconds >= 1:
        return "{:.0f}s/step".format(seconds)
    return "{:.0f}ms/step".format(seconds * 1e3) if seconds >= 1e-3 else "{:.0f}us/step".format(seconds * 1e6)
