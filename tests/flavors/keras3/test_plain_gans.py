"""GANs after ``compat migrate --to keras3``: each model trains what was trainable when it was compiled, however it is built."""
import numpy as np
import pytest

pytest.importorskip("libcst")

X = np.linspace(-1, 1, 12).reshape(4, 3)
BY_METHODS = """
from keras.layers import Dense, Input
from keras.models import Model, Sequential
from keras.optimizers import SGD
from switches import *
class Gan(object):
    def train(self, x, ones, zeros):
        return [self.d_trainer.train_on_batch(x, ones), self.g_trainer.train_on_batch(x, zeros)]
    def __init__(self):
        i = Input((3,))
        self.g = Sequential([Dense(3, kernel_initializer='ones', input_shape=(3,))])
        self.d = Sequential([Dense(1, kernel_initializer='ones', activation='sigmoid', input_shape=(3,))])
        o = self.d(self.g(i))
        set_trainable(self.g, False)
        set_trainable(self.d, True)
        self.d_trainer = Model(i, o)
        self.d_trainer.compile(SGD(0.1), 'binary_crossentropy')
        set_trainable(self.g, True)
        set_trainable(self.d, False)
        self.g_trainer = Model(i, o)
        self.g_trainer.compile(SGD(0.1), 'binary_crossentropy')
"""
SWITCHES = """
def set_trainable(model, value):
    model.trainable = value
    for each in model.layers:
        each.trainable = value
"""
BY_FUNCTIONS = """
from keras.layers import Dense
from keras.models import Sequential
from keras.optimizers import SGD
def define_critic():
    model = Sequential([Dense(1, activation='sigmoid', input_dim=3, kernel_initializer='ones')])
    model.compile(loss='binary_crossentropy', optimizer=SGD(0.1))
    return model
def define_whole(maker, critic):
    critic.trainable = False
    model = Sequential()
    model.add(maker)
    model.add(critic)
    model.compile(loss='binary_crossentropy', optimizer=SGD(0.1))
    return model
critic = define_critic()
maker = Sequential([Dense(3, input_dim=2, kernel_initializer='ones')])
whole = define_whole(maker, critic)
"""


@pytest.fixture
def migrated(tmp_path, monkeypatch):
    """The names that a program of files defines after its migration."""
    from compat.rewrite.migrate.context import Options
    from compat.rewrite.migrate.source import migrate_source

    def run(text, **others):
        for name, other in others.items():
            (tmp_path / (name + ".py")).write_text(other)
        monkeypatch.syspath_prepend(str(tmp_path))
        (tmp_path / "main.py").write_text(text)
        names = {}
        exec(migrate_source(text, Options("keras3"), str(tmp_path / "main.py")).text, names)
        return names

    return run


def test_models_that_a_method_compiles_and_another_trains(migrated):
    gan = migrated(BY_METHODS, switches=SWITCHES)["Gan"]()
    losses = [float(loss) for _ in range(3) for loss in gan.train(X, np.ones((4, 1)), np.zeros((4, 1)))]
    np.testing.assert_allclose(losses, [2.49607, 2.337, 2.30397, 2.07161, 2.11142, 1.84033], atol=2e-5)  # of Keras 2.2.4
    np.testing.assert_allclose([gan.g.get_weights()[0].sum(), gan.d.get_weights()[0].sum()], [8.4176, 2.2965], atol=1e-4)


def test_a_model_that_one_function_compiles_and_another_freezes(migrated):
    found = migrated(BY_FUNCTIONS)
    losses = [(float(found["critic"].train_on_batch(X, np.ones((4, 1)))),
               float(found["whole"].train_on_batch(X[:, :2], np.zeros((4, 1)))))
              for _ in range(3)]
    np.testing.assert_allclose(losses, [(1.04214, 1.46592), (1.00391, 1.38037), (0.96675, 1.3018)], atol=2e-5)  # Keras 2.2.4
    np.testing.assert_allclose(found["critic"].get_weights()[0].ravel(), [0.9142, 0.941, 0.9679], atol=1e-4)


def test_what_is_compiled_again_trains_what_is_trainable_then(migrated):
    found = migrated(BY_FUNCTIONS)
    critic = found["critic"]
    critic.compile("sgd", "mse")
    before = critic.get_weights()
    critic.fit(X, np.ones((4, 1)), verbose=0)
    np.testing.assert_array_equal(critic.get_weights()[0], before[0])
    critic.trainable = True
    critic.compile("sgd", "mse")
    critic.fit(X, np.ones((4, 1)), verbose=0)
    assert (critic.get_weights()[0] != before[0]).all()
