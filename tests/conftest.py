"""What all tests share: which flavor is under test, and that it is the installed package which is tested."""
import functools
import gc
import importlib.util
import os
import time
from pathlib import Path

import pytest

import compat
from compat.flavor import Flavor, active

ROOT = Path(__file__).parent.parent
collect_ignore = ["template"]  # the tests of a project, for `nox -s template`


def pytest_report_header(config):
    return "compat {} from {}".format(compat.__version__, os.path.dirname(compat.__file__))


def pytest_sessionstart(session):
    tested = Path(compat.__file__).resolve()
    if os.environ.get("COMPAT_CELL") and (ROOT / "compat") in tested.parents:
        raise pytest.UsageError("a cell of the matrix tests the wheel, but compat was imported from the checkout")


def pytest_configure(config):
    """TensorFlow 1 reads weights while a training step assigns them, or not, by chance; its own switch ends that.

    Keras 2.1 does not work with it: its optimizers write ``lr *= ...``, and SeparableConv2D asks ``if self.bias``.
    """
    if os.environ.get("COMPAT_FLAVOR") == "multibackend" and not is_keras_2_1():
        import tensorflow
        getattr(tensorflow, "enable_resource_variables", lambda: None)()
    if os.environ.get("COMPAT_GRAPHS_AS_BUILT"):
        run_graphs_as_built()


def is_keras_2_1():
    return os.environ.get("COMPAT_FLAVOR") == "multibackend" and active().version.startswith("2.1.")


def pytest_collection_modifyitems(items):
    """What Keras 2.1 itself lacks is expected to fail in its cell, and has to."""
    if not is_keras_2_1():
        return
    path = Path(__file__).parent / "xfails_keras_2_1.py"
    spec = importlib.util.spec_from_file_location(path.stem, str(path))
    lists = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(lists)
    for item in items:
        if item.nodeid in lists.GAPS:
            item.add_marker(pytest.mark.xfail(reason=lists.GAPS[item.nodeid], strict=True))
        elif item.nodeid in lists.BY_CHANCE:
            reason = "variables of TensorFlow 1 are read before or after they change"
            item.add_marker(pytest.mark.xfail(reason=reason, strict=False))


def run_graphs_as_built():
    """TensorFlow rewrites each graph before it runs it, which takes longer than the few steps of a test."""
    import tensorflow
    if hasattr(tensorflow, "Session"):  # TensorFlow 1
        tensorflow.Session.__init__ = functools.partialmethod(_begin_as_built, tensorflow.Session.__init__)
    else:
        tensorflow.config.optimizer.set_experimental_options({"disable_meta_optimizer": True})


def _begin_as_built(session, begin, target="", graph=None, config=None):
    import tensorflow
    config = config or tensorflow.ConfigProto()
    config.graph_options.rewrite_options.disable_meta_optimizer = bool(os.environ.get("COMPAT_GRAPHS_AS_BUILT"))
    begin(session, target, graph, config)


def pytest_collection_finish(session):
    """Each ``clear_session`` of Keras 3 collects garbage, and many tests call it: Keras and its backend are left out of it."""
    if os.environ.get("COMPAT_FLAVOR"):
        from compat.keras.backend import clear_session
        clear_session()
    leave_out_of_collections()


def leave_out_of_collections():
    """What is alive now is not looked at by later collections of garbage."""
    gc.collect()
    gc.freeze()


def pytest_runtest_teardown(item, nextitem):
    """The same for what a file of tests leaves in its backend's caches: on JAX looking there took a quarter of the time."""
    if nextitem is None or nextitem.path != item.path:
        leave_out_of_collections()


def pytest_runtest_setup(item):
    """After the time that ``COMPAT_MINUTES`` gives a run of nox, tests are skipped: half an answer is better than none."""
    if time.time() > float(os.environ.get("COMPAT_TESTS_UNTIL", "inf")):
        pytest.skip("NOT RUN: the time of COMPAT_MINUTES is over")


@pytest.fixture(scope="module", autouse=True)
def fresh_graph():
    """TensorFlow 1 has one graph, and looks through all of it at every step: each module of tests starts anew."""
    clear_graph()


@pytest.fixture(autouse=True)
def fresh_graph_of_one_test(request):
    """So does each test, unless its module says ``ONE_GRAPH = True``, because tests share models that its fixtures make."""
    if not getattr(request.module, "ONE_GRAPH", False):
        clear_graph()


def clear_graph():
    if os.environ.get("COMPAT_FLAVOR") == "multibackend":
        from compat.keras.backend import clear_session
        clear_session()


@pytest.fixture
def rewritten_graph(monkeypatch):
    """TensorFlow 1 rewrites the graph of this test, as it does wherever no variable of the cell says otherwise."""
    monkeypatch.delenv("COMPAT_GRAPHS_AS_BUILT", raising=False)


@pytest.fixture(scope="session")
def python():
    """Starts programs in processes of their own, that need not import Keras again: ``python(argument, ..., cwd=, env=)``."""
    from warm_python import WarmPython

    started = WarmPython(active().name)
    yield started.run
    started.close()


@pytest.fixture(scope="session")
def flavor() -> Flavor:
    """The Keras under test: the one that is installed, or that COMPAT_FLAVOR selects."""
    return active()
