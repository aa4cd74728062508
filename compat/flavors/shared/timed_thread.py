"""``TimedThread`` of ``tf.keras.utils`` (tf.keras 2.13 to 2.15)."""
import threading
from typing import Any, Optional

from compat.callers import warn_caller


class TimedThread:
    """Calls ``on_interval``, which a subclass defines, in a thread of its own: at its start, and then after each interval.

    Args:
        interval: seconds.
        **kwargs: of ``threading.Thread``; ``daemon`` is True by default.

    Example:
        >>> import time
        >>> class Counter(TimedThread):
        ...     count = 0
        ...     def on_interval(self):
        ...         self.count += 1
        >>> with Counter(interval=0.01) as counter:
        ...     time.sleep(0.2)
        >>> counter.count > 1, counter.is_alive()
        (True, False)
    """

    def __init__(self, interval: float, **kwargs: Any) -> None:
        self.interval = interval
        self.daemon = kwargs.pop("daemon", True)
        self.thread_kwargs = kwargs
        self.thread: Optional[threading.Thread] = None
        self.thread_stop_event: Optional[threading.Event] = None

    def _call_on_interval(self, stop: threading.Event) -> None:
        while not stop.is_set():
            self.on_interval()
            stop.wait(self.interval)

    def start(self) -> None:
        """Begin; a thread that runs already is left alone, with a warning."""
        if self.is_alive():
            warn_caller("Thread is already running.")
            return
        self.thread_stop_event = threading.Event()
        self.thread = threading.Thread(target=self._call_on_interval, args=(self.thread_stop_event,), daemon=self.daemon,
                                       **self.thread_kwargs)
        self.thread.start()

    def stop(self) -> None:
        """End after the call that is in progress."""
        if self.thread_stop_event is not None:
            self.thread_stop_event.set()
        if self.thread is not None and self.thread is not threading.current_thread():
            self.thread.join()

    def is_alive(self) -> bool:
        """Whether the thread runs."""
        return self.thread is not None and self.thread.is_alive()

    def __enter__(self) -> "TimedThread":
        self.start()
        return self

    def __exit__(self, *error: Any) -> None:
        self.stop()

    def on_interval(self) -> None:
        """What is done at each interval.

        Raises:
            NotImplementedError: the subclass does not define it.
        """
        raise NotImplementedError("Runs every x interval seconds. Needs to be implemented in subclasses of `TimedThread`")
