"""``compat convert --scheduler`` on machines of their own: network namespaces, of which one is lost in the midst of the run."""
import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest
from goldens.catalog import golden

from compat.flavor import active
from compat.loading.formats import ending

MLP = golden("keras-2.2.4-py37", "mlp")
FILES = 9
WORKERS = 3
#: Long enough for a process that imports a Keras on a busy machine.
SECONDS = 600

pytestmark = pytest.mark.skipif(active().name != "keras3", reason="dask.distributed needs a newer Python than Keras 2 has")


def ip(*words):
    done = subprocess.run(("ip",) + words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, universal_newlines=True)
    if done.returncode:
        raise OSError(" ".join(words) + ": " + done.stdout)
    return done.stdout


class Machines:
    """A namespace with a bridge, where the scheduler and the command run, and one at the end of a cable for each worker."""

    def __init__(self):
        self.hub = "compat{}".format(os.getpid())
        self.names = [self.hub] + ["{}w{}".format(self.hub, number) for number in range(WORKERS)]
        self.processes = []

    def build(self):
        for name in self.names:
            ip("netns", "add", name)
            ip("-n", name, "link", "set", "lo", "up")
        ip("-n", self.hub, "link", "add", "bridge", "type", "bridge")
        ip("-n", self.hub, "addr", "add", self.address(self.hub) + "/24", "dev", "bridge")
        ip("-n", self.hub, "link", "set", "bridge", "up")
        for name in self.names[1:]:
            cable = self.cable(name)
            ip("-n", name, "link", "add", "eth0", "type", "veth", "peer", "name", cable)
            ip("-n", name, "link", "set", cable, "netns", self.hub)
            ip("-n", self.hub, "link", "set", cable, "master", "bridge", "up")
            ip("-n", name, "addr", "add", self.address(name) + "/24", "dev", "eth0")
            ip("-n", name, "link", "set", "eth0", "up")

    def address(self, name):
        return "10.213.77.{}".format(1 + self.names.index(name))

    def cable(self, name):
        return "cable{}".format(self.names.index(name))

    def start(self, name, *words, **kwargs):
        """Run Python in a namespace."""
        environment = dict(os.environ, DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL="20s",
                           DASK_DISTRIBUTED__COMM__TIMEOUTS__TCP="20s")
        kwargs.setdefault("stdout", subprocess.DEVNULL)
        process = subprocess.Popen(["ip", "netns", "exec", name, sys.executable, *words], env=environment,
                                   stderr=subprocess.DEVNULL, universal_newlines=True, **kwargs)
        self.processes.append(process)
        return process

    def running(self, name):
        """The processes in a namespace."""
        return [int(each) for each in ip("netns", "pids", name).split()]

    def remove(self):
        for name in self.names:
            for process in self.running(name):
                os.kill(process, signal.SIGKILL)
        for process in self.processes:
            process.wait()
        for name in self.names:
            ip("netns", "del", name)


@pytest.fixture
def machines():
    pytest.importorskip("distributed")
    made = Machines()
    try:
        made.build()
    except OSError as error:  # no such command, or no right to make one
        for name in made.names:
            subprocess.run(["ip", "netns", "del", name], stderr=subprocess.DEVNULL) if shutil.which("ip") else None
        pytest.skip("no network namespaces here: {}".format(error))
    yield made
    made.remove()


def until(what):
    """Wait for a condition to hold."""
    end = time.time() + SECONDS
    while not what():
        assert time.time() < end, "too long"
        time.sleep(0.05)


def lines_of(journal):
    text = journal.read_text().rpartition("\n")[0] if journal.exists() else ""
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("lost", ["killed", "unplugged"])
def test_no_file_is_lost_with_one_of_three_machines(machines, tmp_path, lost):
    for number in range(FILES):
        shutil.copy(str(MLP.path), str(tmp_path / "{}.h5".format(number)))
    scheduler = "tcp://{}:8786".format(machines.address(machines.hub))
    machines.start(machines.hub, "-m", "distributed.cli.dask_scheduler", "--host", machines.address(machines.hub), "--port",
                   "8786", "--no-dashboard")
    workers = [machines.start(name, "-m", "distributed.cli.dask_worker", scheduler, "--nthreads", "1", "--no-nanny",
                              "--no-dashboard", "--host", machines.address(name)) for name in machines.names[1:]]
    new = tmp_path / "new"
    command = machines.start(machines.hub, "-m", "compat", "convert", "--json", str(tmp_path), "--out", str(new), "--scheduler",
                             scheduler, stdout=subprocess.PIPE)
    until(lambda: any(line["status"] == "converted" for line in lines_of(new / "compat-journal.jsonl")))
    victim = next(name for name in machines.names[1:] if len(machines.running(name)) > 1)  # it has begun a file
    if lost == "killed":
        workers[machines.names.index(victim) - 1].kill()
    else:
        ip("-n", machines.hub, "link", "set", machines.cable(victim), "down")
    said = json.loads(command.communicate(timeout=SECONDS)[0])
    assert (command.returncode, said["converted"], said["failed"]) == (0, FILES, 0)
    assert sorted(each.name for each in new.iterdir() if each.suffix == ending()) == [
        "{}{}".format(number, ending()) for number in range(FILES)]
    assert not [each.name for each in new.iterdir() if ".part-" in each.name]
    if lost == "killed":
        until(lambda: not machines.running(victim))  # its process that converts ends with it
    others = [name for name in machines.names[1:] if name != victim]
    until(lambda: all(len(machines.running(name)) == 1 for name in others))
