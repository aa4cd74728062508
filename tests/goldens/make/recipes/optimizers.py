"""One small model trained by every optimizer, for its configuration and its slots."""
from __future__ import print_function

from recipe import Golden, recipe, uniform
from stack import IS_KERAS_1, IS_MULTIBACKEND, VERSION, Sequential, Unavailable, layers, optimizer, release

NO_COUNTER = "the file does not hold this optimizer's number of steps, so decay starts afresh"
NO_SCHEDULE = "the file does not hold Nadam's momentum schedule"

# name, class, learning rate, other settings
OPTIMIZERS = [
    ("sgd", "SGD", 0.1, {}),
    ("sgd_momentum", "SGD", 0.05, {"momentum": 0.9}),
    ("sgd_nesterov_decay", "SGD", 0.05, {"momentum": 0.9, "nesterov": True, "decay": 0.1}),
    ("sgd_clipnorm", "SGD", 0.1, {"clipnorm": 0.05}),
    ("sgd_clipvalue", "SGD", 0.1, {"clipvalue": 0.02}),
    ("rmsprop_decay", "RMSprop", 0.01, {"rho": 0.8, "decay": 0.1}),
    ("adagrad", "Adagrad", 0.05, {}),
    ("adadelta", "Adadelta", 1.0, {}),
    ("adam_decay", "Adam", 0.01, {"beta_1": 0.8, "beta_2": 0.99, "decay": 0.1}),
    ("adam_amsgrad", "Adam", 0.01, {"amsgrad": True}),
    ("adamax", "Adamax", 0.02, {}),
    ("nadam", "Nadam", 0.01, {}),
]


def forgotten(kind, settings):
    """What the file of a model trained by this Keras's own optimizer does not hold, or ''."""
    before_2_3 = IS_MULTIBACKEND and release(VERSION) < (2, 3)
    if kind == "Nadam" and (before_2_3 or not IS_MULTIBACKEND):
        return NO_SCHEDULE
    return NO_COUNTER if kind == "RMSprop" and "decay" in settings and before_2_3 else ""


def trained_by(chosen, why=""):
    """The model, compiled with the optimizer ``chosen``."""
    model = Sequential([layers.Dense(3, activation="tanh", input_dim=4, name="hidden"), layers.Dense(2, name="out")],
                       name="small")
    return Golden(model, [uniform(4)], [uniform(2)], chosen, "mse", on_resume=why)


def register(name, kind, rate, settings):
    """One recipe for the optimizer of this Keras, and one for that of tf.keras's module ``legacy``."""
    shows = "%s(%s)" % (kind, ", ".join("%s=%r" % pair for pair in sorted(settings.items())))

    @recipe("optimizer_" + name, shows, "optimizer", "sequential")
    def current():
        if "amsgrad" in settings and IS_KERAS_1:
            raise Unavailable("Adam takes no amsgrad")
        return trained_by(optimizer(kind, rate, **settings), forgotten(kind, settings))

    @recipe("optimizer_legacy_" + name, "optimizers.legacy." + shows, "optimizer", "sequential", "legacy-optimizer")
    def legacy():
        return trained_by(optimizer(kind, rate, module="legacy", **settings))


for row in OPTIMIZERS:
    register(*row)
