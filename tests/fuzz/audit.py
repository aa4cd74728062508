"""What no model file may make Python do, heard while one is opened."""
import sys

FORBIDDEN = ("marshal.loads", "pickle.find_class", "os.system", "subprocess.Popen", "socket.connect")
heard = []
_listening = []


def listen():
    """Note forbidden events in ``heard`` from now on: there is no way to take a hook back."""
    if not _listening:
        _listening.append(True)
        sys.addaudithook(_hear)


def _hear(event, arguments):
    if event in FORBIDDEN and not _imports_a_module():
        heard.append((event, arguments))


def _imports_a_module():
    """Whether Python itself reads the bytecode of an installed module, which is imported when it is first needed."""
    return sys._getframe(2).f_code.co_filename == "<frozen importlib._bootstrap_external>"
