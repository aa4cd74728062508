"""Runs one official Keras 2.2.4 example unmodified, on little data and for a short time, and writes the losses it saw.

::

    python short.py example.py losses.json [argument ...]                      real Keras 2.2.4
    python -m compat run short.py example.py losses.json [argument ...]        compat
    python short.py --without-compat example.py losses.json [argument ...]     plain Keras 3, after compat migrate --to keras3

The example's text is not touched. Around it: downloads are made up (``downloads.py``); each ``fit`` sees few samples for few
epochs, in order; a program that trains in a loop of its own ends after some calls, and any other after some minutes of
processor time; initial weights come from a fixed sequence of random numbers and dropout keeps everything, so that the losses
can be compared with another Keras's. Of a program that trains no model the losses are those that it prints, and those of the
function that it lets SciPy minimize.
"""
import functools
import inspect
import json
import os
import random
import re
import runpy
import shutil
import signal
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

SAMPLES = 64
#: Examples whose model takes seconds for each sample.
FEWER_SAMPLES = {"conv_lstm": 6}
#: How many samples a search for parameters sees: each of its folds has more than SAMPLES to train with.
SEARCHED = 3 * SAMPLES
#: How often SciPy may evaluate a function before it ends.
EVALUATIONS = 4
EPOCHS = 2
#: Examples that only predict, with a model that another has trained: their losses are the means of what it predicts.
PREDICTING = ("lstm_seq2seq_restore",)
#: Examples that train biases which a BatchNormalization takes out again. Their gradients are rounding errors, and Adam makes
#: full steps of them, unless its epsilon is much larger than they are.
DAMPED = ("cifar10_resnet", "mnist_acgan")
EPSILON = 1e-3
STEPS = 3
CALLS = 24
#: Examples whose rounding errors grow from step to step: the steps before they matter.
FEWER_CALLS = {"conv_filter_visualization": 4, "deep_dream": 6, "mnist_acgan": 12}
SECONDS = 150
#: Examples that need longer before their first loss: Keras 2 loads the weights of a large network one by one.
MORE_SECONDS = {"deep_dream": 600}


class EnoughTraining(BaseException):
    """The example has trained often or long enough."""


class Record:
    """What training and evaluation returned, in order, and the weights that have their numbers."""

    def __init__(self):
        self.losses = []
        self.fixed = {}
        self.samples = SAMPLES
        self.most = CALLS
        self.predicts = False
        self.calls = 0
        self.inside = False

    def add(self, kind, values):
        """Remember numbers; a program's own training loop ends by :class:`EnoughTraining`."""
        self.losses.append([kind] + [float(each) for each in np.ravel(values)])
        self.calls += 1
        if self.calls >= self.most:
            raise EnoughTraining()


    def trains_no_model(self):
        """Whether all losses so far are what the program computed itself."""
        return {kind for kind, *_ in self.losses} <= {"printed", "minimized"}


RECORD = Record()


def fix(model, backend):
    """Give the model's random initial weights, where not done before, numbers that do not depend on the Keras."""
    pairs = []
    for place, variable in enumerate([*model.trainable_weights, *model.non_trainable_weights]):  # Keras 2's order of weights
        if id(variable) in RECORD.fixed:
            continue
        RECORD.fixed[id(variable)] = variable  # kept: an id is of one object only while that lives
        value = backend.get_value(variable) if hasattr(backend, "get_value") else np.array(variable.numpy())
        if value.ndim > 1 and len(np.unique(value)) > 3:
            limit = np.sqrt(6.0 / (np.prod(value.shape[:-1]) + value.shape[-1]))
            pairs.append((variable, np.random.RandomState(place).uniform(-limit, limit, value.shape)))
    if hasattr(backend, "batch_set_value"):
        backend.batch_set_value(pairs)
    else:
        for variable, numbers in pairs:
            variable.assign(numbers)
    np.random.seed(RECORD.calls)


def first(data, count=None):
    """The first samples of arrays in lists and dictionaries."""
    count = RECORD.samples if count is None else count
    if isinstance(data, (list, tuple)):
        return type(data)(first(each, count) for each in data)
    if isinstance(data, dict):
        return {name: first(each, count) for name, each in data.items()}
    return data[:count] if isinstance(data, np.ndarray) and data.ndim else data


def shorten(keras):
    """Wrap the training methods of ``Model``."""
    for name, arguments, kind in (("fit", _fit, "fit"), ("fit_generator", _fit_generator, "fit"),
                                  ("evaluate", _rows, "evaluate"), ("train_on_batch", _rows, "train_on_batch"),
                                  ("evaluate_generator", _generator, "evaluate"),
                                  ("predict_generator", _generator, None), ("predict", _as_given, None)):
        for cls in (keras.models.Sequential, keras.models.Model):
            if name in cls.__dict__ or cls is keras.models.Model and hasattr(cls, name):
                setattr(cls, name, _wrapped(getattr(cls, name), arguments, kind, keras.backend))


def _wrapped(original, arguments, kind, backend):
    @functools.wraps(original)
    def method(self, *args, **kwargs):
        if RECORD.inside:
            return original(self, *args, **kwargs)
        if not self.built and not hasattr(backend, "get_value") and args and isinstance(args[0], np.ndarray):
            self.build((None,) + args[0].shape[1:])
        if self.built:
            fix(self, backend)
        asked = kwargs.get("epochs", 1)
        args, kwargs = arguments(args, kwargs)
        RECORD.inside = True
        try:
            result = original(self, *args, **kwargs)
        finally:
            RECORD.inside = False
        if kind is None and RECORD.predicts:
            RECORD.add("predicted", [np.mean(each) for each in (result if isinstance(result, (list, tuple)) else [result])])
        if kind is not None:
            RECORD.add(kind, list(result.history["loss"]) if kind == "fit" else result)
        if kind == "fit":  # an example may draw the epochs that it asked for
            for values in result.history.values():
                values.extend(values[-1:] * (asked - len(values)))
        return result
    return method


def _as_given(args, kwargs):
    return args, kwargs


def _rows(args, kwargs):
    return tuple(first(each) for each in args), {name: first(each) for name, each in kwargs.items()}


def _fit(args, kwargs):
    args, kwargs = _rows(args, kwargs)
    places = ("x", "y", "batch_size", "epochs")
    kwargs.update(zip(places, args))
    kwargs["epochs"] = min(kwargs.get("epochs", 1), kwargs.get("initial_epoch", 0) + EPOCHS)
    if kwargs.get("steps_per_epoch") or hasattr(kwargs.get("x"), "__next__") or hasattr(kwargs.get("x"), "on_epoch_end"):
        kwargs["steps_per_epoch"] = min(kwargs.get("steps_per_epoch") or STEPS, STEPS)
        if kwargs.get("validation_steps"):
            kwargs["validation_steps"] = min(kwargs["validation_steps"], STEPS)
    kwargs["shuffle"] = False
    return (), dict(kwargs, verbose=0)


def _fit_generator(args, kwargs):
    places = ("generator", "steps_per_epoch", "epochs")
    kwargs.update(zip(places, args))
    kwargs["epochs"] = min(kwargs.get("epochs", 1), kwargs.get("initial_epoch", 0) + EPOCHS)
    kwargs["steps_per_epoch"] = min(kwargs.get("steps_per_epoch") or STEPS, STEPS)
    if kwargs.get("validation_steps"):
        kwargs["validation_steps"] = min(kwargs["validation_steps"], STEPS)
    if isinstance(kwargs.get("validation_data"), tuple):
        kwargs["validation_data"] = first(kwargs["validation_data"])
    return (), dict(kwargs, verbose=0)


def _generator(args, kwargs):
    if len(args) > 1:
        return (args[0], min(args[1], STEPS)) + args[2:], kwargs
    return args, dict(kwargs, steps=min(kwargs.get("steps") or STEPS, STEPS))


def keep_everything(keras):
    """Dropout and noise with nothing to draw."""
    for name, argument in (("Dropout", "rate"), ("SpatialDropout1D", "rate"), ("AlphaDropout", "rate"),
                           ("GaussianNoise", "stddev")):
        cls = getattr(keras.layers, name)
        cls.__init__ = _without(cls.__init__, argument)
    for name in ("LSTM", "GRU", "SimpleRNN", "ConvLSTM2D"):
        cls = getattr(keras.layers, name)
        cls.__init__ = _no_dropout(cls.__init__)
    place, name = (keras.random, "normal") if hasattr(keras, "ops") else (keras.backend, "random_normal")
    setattr(place, name, _its_mean(getattr(place, name)))


def _its_mean(normal):
    @functools.wraps(normal)
    def constant(*args, **kwargs):
        return normal(*args, **kwargs) * 0.0 + kwargs.get("mean", 0.0)
    return constant


def leave_numpys_numbers(keras):
    """Let a Keras 2 initialize its layers without drawing one of the numbers that NumPy has for the example."""
    for name in ("dropout", "random_binomial", "random_normal", "random_uniform", "truncated_normal"):
        if hasattr(keras.backend, name):
            setattr(keras.backend, name, _with_the_state_kept(getattr(keras.backend, name)))
    orthogonal = keras.initializers.Orthogonal
    orthogonal.__call__ = _with_the_state_kept(orthogonal.__call__)


def _with_the_state_kept(function):
    @functools.wraps(function)
    def kept(*args, **kwargs):
        state = np.random.get_state()
        try:
            return function(*args, **kwargs)
        finally:
            np.random.set_state(state)
    return kept


def damp(keras):
    """Let Adam make no steps of rounding errors."""
    init = keras.optimizers.Adam.__init__
    keras.optimizers.Adam.__init__ = functools.wraps(init)(
        lambda self, *args, **kwargs: init(self, *args, **dict(kwargs, epsilon=EPSILON)))


def still_images():
    """Images that a generator augments with nothing to draw, in their order."""
    try:
        from keras.preprocessing.image import ImageDataGenerator
    except ImportError:  # Keras 3 keeps it in private
        from keras.src.legacy.preprocessing.image import ImageDataGenerator

    flow = ImageDataGenerator.flow
    ImageDataGenerator.flow = functools.wraps(flow)(lambda *args, **kwargs: flow(*args, **dict(kwargs, shuffle=False)))
    ImageDataGenerator.get_random_transform = lambda self, img_shape, seed=None: {}


def _without(original, argument):
    @functools.wraps(original)
    def init(self, *args, **kwargs):
        if args:
            args = (0.0,) + args[1:]
        elif argument in kwargs:
            kwargs[argument] = 0.0
        original(self, *args, **kwargs)
    init.__signature__ = inspect.signature(original)  # Keras 3 looks at it
    return init


def _no_dropout(original):
    @functools.wraps(original)
    def init(self, *args, **kwargs):
        for name in ("dropout", "recurrent_dropout"):
            if name in kwargs:
                kwargs[name] = 0.0
        original(self, *args, **kwargs)
    init.__signature__ = inspect.signature(original)
    return init


def offline(keras):
    """Make up downloads; let NumPy read the lists of word indices, as it did when the examples were written."""
    import downloads

    def retrieve(url, filename=None, *_, **__):
        downloads.make(url, filename, keras)
        return filename, None

    assert callable(keras.utils.get_file)  # Keras 3 imports the module of this function now
    for module in list(sys.modules.values()):
        if {"get_file", "validate_file", "urlretrieve"} <= set(getattr(module, "__dict__", ())):
            module.urlretrieve = retrieve
            module.validate_file = lambda *_, **__: True  # what is made up has another hash
    load = np.load
    np.load = functools.wraps(load)(lambda *args, **kwargs: load(*args, **dict({"allow_pickle": True}, **kwargs)))
    downloads.write_local(os.getcwd())


def draw_nothing_without_graphviz(keras):
    """A picture of a model changes no number, and not every machine has Graphviz."""
    if shutil.which("dot") is None:
        keras.utils.plot_model = lambda *_, **__: None


def printing(*values, **options):
    """``print`` of the examples: the numbers of a line that speaks of a loss are one."""
    print(*values, **options)
    numbers = [each for each in values if isinstance(each, (float, np.floating, np.ndarray)) and np.size(each) == 1]
    if numbers and RECORD.trains_no_model() and any(isinstance(each, str) and "loss" in each.lower() for each in values):
        RECORD.add("printed", numbers)


def minimize_shortly():
    """A few evaluations for SciPy's minimizer, each of them a loss."""
    from scipy import optimize

    minimize = optimize.fmin_l_bfgs_b

    def shortly(function, *args, **kwargs):
        def recorded(x):
            value = function(x)
            RECORD.add("minimized", value)
            return value
        return minimize(recorded, *args, **dict(kwargs, maxfun=EVALUATIONS))
    optimize.fmin_l_bfgs_b = functools.wraps(minimize)(shortly)


def search_shortly():
    """Few samples for scikit-learn's search for parameters, which trains and asks a model for each of its folds."""
    try:
        from sklearn.model_selection import GridSearchCV
    except ImportError:
        return
    fit = GridSearchCV.fit
    GridSearchCV.fit = functools.wraps(fit)(lambda self, x, y: fit(self, x[:SEARCHED], y[:SEARCHED]))


def split_as_before():
    """Let ``re.split`` skip empty matches of an optional group, as it did before CPython 3.7: two examples rely on it."""
    split = re.split
    re.split = functools.wraps(split)(lambda pattern, *args, **kwargs: split(
        pattern[:-1] if isinstance(pattern, str) and pattern.endswith(")?") else pattern, *args, **kwargs))


class NoCompat:
    """A finder of modules that has compat for nobody: a migrated program does without it."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.split(".")[0] == "compat":
            raise ImportError("a migrated program imports " + name)


def main():
    """Run the example; exit 0 when it ended or trained often enough."""
    without_compat = sys.argv[1] == "--without-compat"
    if without_compat:
        del sys.argv[1]
        sys.meta_path.insert(0, NoCompat)
    example, losses = sys.argv[1:3]
    import matplotlib
    matplotlib.use("Agg")
    import matplotlib.pyplot
    matplotlib.pyplot.xticks = matplotlib.pyplot.yticks = lambda *_: None  # newer ones refuse a label too few
    import keras
    import keras.applications
    np.random.seed(0)
    random.seed(0)  # mnist_siamese draws its pairs with it
    split_as_before()
    draw_nothing_without_graphviz(keras)
    offline(keras)
    keep_everything(keras)
    leave_numpys_numbers(keras)
    still_images()
    shorten(keras)
    minimize_shortly()
    search_shortly()
    name = os.path.splitext(os.path.basename(example))[0]
    RECORD.samples = FEWER_SAMPLES.get(name, SAMPLES)
    RECORD.most = FEWER_CALLS.get(name, CALLS)
    RECORD.predicts = name in PREDICTING
    if name in DAMPED:
        damp(keras)
    sys.argv = sys.argv[:1] + sys.argv[3:]
    sys.argv[0] = example
    signal.signal(signal.SIGPROF, end)  # counts what the processor does, whatever else the machine does
    signal.setitimer(signal.ITIMER_PROF, MORE_SECONDS.get(name, SECONDS))
    ended = True
    try:
        runpy.run_path(example, {"print": printing}, run_name="__main__")
    except EnoughTraining:
        ended = False
    signal.setitimer(signal.ITIMER_PROF, 0)
    assert not without_compat or "compat" not in sys.modules
    with open(losses, "w") as file:
        json.dump({"ended": ended, "losses": RECORD.losses}, file)


def end(*_):
    """End the example when its time is over."""
    raise EnoughTraining()


if __name__ == "__main__":
    main()
