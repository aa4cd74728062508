"""The real worker with another converter: what it does is the first word of the file's name."""
import os
import signal
import time

from compat.fleet import worker
from compat.hub.records import Origin
from compat.loading.convert import Conversion
from compat.loading.verify import Verification
from compat.writing import replacing


def convert_file(source, target, architecture):
    """Write the target as the real converter does, or end in the midst of it."""
    words = os.path.basename(source).split("-")
    with replacing(target) as temporary, open(temporary, "w") as file:
        file.write("half")
        file.flush()
        globals()[words[0]](source)
        file.write(" and half, by {}".format(os.getpid()))
    return Conversion(target, None, Verification("read back"), (), ("a warning",) if "warn" in words else (),
                      Origin("2.2.4", "tensorflow"), False)


def good(source):
    """Nothing special."""


def bad(source):
    """The file is not a model."""
    raise ValueError("no model in " + source)


def slow(source):
    """It takes a while."""
    time.sleep(1)


def hang(source):
    """It never ends."""
    time.sleep(600)


def killed(source):
    """Somebody kills the worker, each time."""
    os.kill(os.getpid(), signal.SIGKILL)


def once(source):
    """Somebody kills the worker, the first time."""
    marker = source + ".seen"
    if not os.path.exists(marker):
        open(marker, "w").close()
        killed(source)


def grow(source):
    """It takes 300 MB."""
    taken = bytearray(300 << 20)
    taken[::4096] = b"x" * len(taken[::4096])
    time.sleep(600)


def loud(source):
    """It prints without end or measure, on both channels."""
    for channel in (1, 2):
        os.write(channel, b"x" * (1 << 20))


worker.converter = lambda options: convert_file
if __name__ == "__main__":
    worker.main()
