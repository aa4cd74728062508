"""One worker process, seen from its parent: its job, time, memory, and how it ended."""
import json
import os
import queue
import signal
import subprocess
import tempfile
import threading
import time
from typing import Any, Dict, Optional, Sequence, Tuple

import compat.fleet.storage as storage
from compat.errors import UnsupportedError
from compat.fleet.records import Job

#: A worker and its message, or None when it has ended.
Message = Tuple["Worker", Optional[Dict[str, Any]]]
#: Ctrl-C goes to a whole process group; only the parent should receive it.
_OWN_GROUP: Dict[str, Any] = ({"start_new_session": True} if os.name == "posix" else
                              {"creationflags": getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)})
_LAST_WORDS = 2000


class Worker:
    """A worker process.

    Args:
        command: starts it.
        messages: queue for its messages.

    Attributes:
        ready: whether it has reported that it is ready.
        job: its current job, or None.
        files: number of files it has done.
    """

    def __init__(self, command: Sequence[str], messages: "queue.Queue[Message]") -> None:
        self._folder = tempfile.mkdtemp(prefix="compat-worker-")
        temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), self._folder)
        self.process = subprocess.Popen(
            list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=dict(os.environ, **temporary), **_OWN_GROUP)
        self.ready = False
        self.job: Optional[Job] = None
        self.files = 0
        self._began = time.monotonic()
        self._said = b""
        self._threads = [threading.Thread(target=self._listen, args=(messages,), daemon=True),
                         threading.Thread(target=self._overhear, daemon=True)]
        for thread in self._threads:
            thread.start()

    @property
    def seconds(self) -> float:
        """Time since it started, or since it got its job."""
        return time.monotonic() - self._began

    @property
    def megabytes(self) -> float:
        """Its resident memory, in MB."""
        return resident_megabytes(self.process.pid)

    def give(self, job: Job) -> None:
        """Start it on a job."""
        self.job, self._began = job, time.monotonic()
        assert self.process.stdin is not None
        try:
            self.process.stdin.write(json.dumps([job.source, job.target, job.architecture]).encode("ascii") + b"\n")
            self.process.stdin.flush()
        except OSError:  # it died while idle; the listener reports that
            self.process.wait()

    def taken(self) -> Optional[Job]:
        """Take its job away, and return it."""
        job, self.job = self.job, None
        return job

    def stop(self) -> None:
        """Kill the process, and remove its partial files."""
        self.process.kill()
        self.process.wait()
        for thread in self._threads:
            thread.join(1)
        if self.job is not None:
            storage.discard(self.job.target)
        storage.remove_folder(self._folder)

    def end(self) -> str:
        """How it ended, and its last output; for a process that has ended."""
        code = self.process.returncode
        how = "with exit code {}".format(code) if code >= 0 else "by {}".format(signal.Signals(-code).name)
        last = self._said.decode("utf8", "replace").strip()
        return "its worker was ended {}{}".format(how, "; it last said:\n" + last if last else "")

    def _listen(self, messages: "queue.Queue[Message]") -> None:
        assert self.process.stdout is not None
        try:
            for line in self.process.stdout:
                messages.put((self, json.loads(line.decode("ascii"))))
        except ValueError:  # killed in the middle of a line
            return
        finally:
            self.process.wait()  # the pipe closes before the exit code is known
            messages.put((self, None))

    def _overhear(self) -> None:
        """Read all that it prints, and keep the end."""
        assert self.process.stderr is not None
        while True:
            said = os.read(self.process.stderr.fileno(), 1 << 16)
            if not said:
                return
            self._said = (self._said + said)[-_LAST_WORDS:]


def resident_megabytes(pid: int) -> float:
    """Resident memory of a process in MB; 0 when it has ended.

    Raises:
        UnsupportedError: the system has no ``/proc``.
    """
    if not os.path.exists("/proc/self/statm"):
        raise UnsupportedError("this system has no /proc to read the memory of a process from; leave out --memory")
    try:
        with open("/proc/{}/statm".format(pid), encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
