"""The expression form: text, configuration, evaluation, and what each refuses."""
import inspect
import json
import math
import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from compat.errors import LambdaError
from compat.lambdas import Expression, evaluate

CORPUS = runpy.run_path(str(Path(__file__).parent / "corpus.py"))
NAMESPACE = {"np": np, "math": math}
TEXTS = [row[2] or row[1] for row in CORPUS["ROWS"]] + [
    "lambda: 1", "lambda x: (-1) ** 2 - (x - 1) - -x", "lambda x: (1).real + 1.5.real", "lambda x: (x,)[0]",
    "lambda x: x[(1, 2),]", "lambda x: (lambda: 3)()", "lambda *a, k=(1,), **z: a", "lambda x: not (not x)",
    "lambda x: (a if b else c) if d else (e if f else g)", "lambda x: (lambda y: y if x else 1) if x else 2",
    "lambda x: [i for i in (1 if x else (2,))]", "lambda x: x[lambda: 1:2]", "lambda x: (x < 1) < 2",
    "lambda x: ~(-x) ** -x",
]


@pytest.mark.parametrize("text", TEXTS)
def test_source_and_configuration_round_trip(text):
    expression = Expression.parse(text)
    assert Expression.parse(expression.source()) == expression
    assert Expression.from_config(json.loads(json.dumps(expression.to_config()))) == expression


def test_special_numbers_survive_json():
    config = Expression.from_function(lambda x, big=float("inf"), c=2j: x).to_config()
    again = Expression.from_config(json.loads(json.dumps(config, allow_nan=False)))
    assert again.bind({})(1) == 1
    assert [each.default.value for each in again.parameters[1:]] == [float("inf"), 2j]


@pytest.mark.parametrize("body", [
    None, 3, [], ["nothing"], ["name"], ["name", "__class__"], ["name", "lambda"], ["name", "a b"], ["name", 1],
    ["constant", [1]], ["constant", {"a": 1}], ["constant", "x" * 5000], ["constant", 1 << 5000], ["float", "one"],
    ["float", "1" * 100], ["binary", "**", ["constant", 1]], ["binary", "x", ["constant", 1], ["constant", 1]],
    ["attribute", ["name", "x"], "__dict__"], ["call", ["name", "x"], [], [["a"]]], ["boolean", "and", [["name", "x"]]],
    ["call", ["name", "x"], [], [["a", ["name", "x"]], ["a", ["name", "x"]]]], ["compare", ["name", "x"], [], []],
    ["compare", ["name", "x"], ["<"], []], ["comprehension", ["name", "x"], [], ["name", "x"], []],
    ["lambda", [["x", "", None], ["x", "", None]], ["name", "x"]], ["lambda", [["x", "?", None]], ["name", "x"]],
    ["lambda", [["x", "**", None], ["y", "", None]], ["name", "x"]],
    ["lambda", [["x", "", ["constant", 1]], ["y", "", None]], ["name", "x"]], ["slice", None, None],
])
def test_a_configuration_that_is_no_expression_is_refused(body):
    config = {"format": 1, "parameters": [["x", "", None]], "body": body}
    with pytest.raises(LambdaError, match="'layer'.*not valid"):
        Expression.from_config(config, "layer")


@pytest.mark.parametrize("config", [None, [], {}, {"format": 1}, {"format": 2, "parameters": [], "body": ["ellipsis"]},
                                    {"format": True, "parameters": [], "body": ["ellipsis"]},
                                    {"format": 1, "parameters": [], "body": ["ellipsis"], "more": 1}])
def test_a_configuration_of_another_form_is_refused(config):
    with pytest.raises(LambdaError):
        Expression.from_config(config)


def test_depth_and_size_are_bounded():
    deep = ["name", "x"]
    for _ in range(200):
        deep = ["unary", "-", deep]
    wide = ["tuple", [["constant", 1]] * 30000]
    for body in (deep, wide):
        with pytest.raises(LambdaError, match="more than 20000 nodes or deeper than 100"):
            Expression.from_config({"format": 1, "parameters": [], "body": body})


@pytest.mark.parametrize("text", ["x", "lambda x: await_(x", "lambda x: f'{x}'", "lambda x: {1: 2}", "lambda x: f(*x)",
                                  "lambda x: f(**x)", "lambda x: x.__class__", "lambda x: [1 for a in x for b in x]"])
def test_text_that_is_no_expression_is_refused(text):
    with pytest.raises(LambdaError):
        Expression.parse(text)


@pytest.mark.parametrize("text", [
    "lambda x: open('f')", "lambda x: np.load('f')", "lambda x: np.save('f', x)", "lambda x: np.memmap('f')",
    "lambda x: np.fromfile('f')", "lambda x: np.lib.npyio", "lambda x: np.random.seed(1)", "lambda x: x.tofile('f')",
    "lambda x: x.dump('f')", "lambda x: x.ctypes", "lambda x: math.factorial(10 ** 9)", "lambda x: eval('1')",
    "lambda x: getattr(x, 'y')", "lambda x: tf.py_function(x)", "lambda x: tf.numpy_function(x)", "lambda x: tf.io",
    "lambda x: tf.io.read_file('f')", "lambda x: K.function(x)", "lambda x: K.set_session(x)", "lambda x: keras.models",
    "lambda x: keras.utils.get_file('f')", "lambda x: (x, x)[0](1)", "lambda x: np.sin(x)(1)", "lambda x: unknown",
    "lambda x: '{0.a}'.format(x)", "lambda x: x.T.base", "lambda x: tf.keras.models.load_model('f')",
])
def test_what_does_more_than_compute_is_refused_before_and_while_running(text):
    class Everything:
        def __getattr__(self, name):
            return Everything()

        def __call__(self, *args, **kwargs):
            raise AssertionError("reached")
    expression = Expression.parse(text)
    with pytest.raises(LambdaError, match="'layer'.*not allowed.*lambdas="):
        expression.check("layer")
    anything = Everything()
    namespace = {"np": np, "math": math, "tf": anything, "K": anything, "keras": anything}
    with pytest.raises(LambdaError, match="'layer'.*not allowed.*lambdas="):
        expression.bind(namespace, "layer")(np.ones((2, 2)))


@pytest.mark.parametrize("text", [
    "lambda x: 10 ** 10 ** 10", "lambda x: 1 << 10 ** 9", "lambda x: 'a' * 10 ** 9", "lambda x: [0] * 10 ** 9",
    "lambda x: list(range(10 ** 12))", "lambda x: sum(range(10 ** 30))", "lambda x: np.ones((10 ** 6, 10 ** 6))",
    "lambda x: np.arange(10 ** 12)", "lambda x: round(1, -10 ** 9)", "lambda x: '%1000000000d' % 1",
    "lambda x: np.array([[[1] * 1000] * 1000] * 1000)", "lambda x: [[[1] * 1000] * 1000] * 1000 == 1",
    "lambda x: np.tile(x, 10 ** 10)", "lambda x: x.repeat(10 ** 10)", "lambda x: int('9' * 1000)",
    "lambda x: (lambda a: a * a)((lambda a: a * a)((lambda a: a * a)(2 ** 1000)))",
])
def test_what_would_fill_the_memory_is_refused(text):
    with pytest.raises(LambdaError, match="'layer'.*it would make"):
        Expression.parse(text).bind(NAMESPACE, "layer")(np.ones((2, 2)))


def test_a_call_takes_a_bounded_number_of_steps():
    text = "lambda x: 1"
    for _ in range(6):
        text = "lambda x: [(%s)(i) for i in range(30)]" % text
    with pytest.raises(LambdaError, match="more than 1000000 steps"):
        Expression.parse(text).bind({})(1)


def test_a_module_is_never_a_value():
    with pytest.raises(LambdaError, match="as a value"):
        Expression.parse("lambda x: [np]").bind(NAMESPACE)(1)


def test_division_of_python_2_floors_integers_only():
    config = Expression.parse("lambda a, b: a / b").to_config()
    config["body"][1] = "classic /"
    divide = Expression.from_config(config).bind({})
    assert (divide(7, 2), divide(7.0, 2)) == (3, 3.5)
    np.testing.assert_array_equal(divide(np.array([7, 8]), 2), [3, 4])
    np.testing.assert_array_equal(divide(np.array([7, 8]), 2.0), [3.5, 4])


def test_values_that_the_user_passes_are_used_by_name():
    expression = Expression.parse("lambda x: my_function(x) * SCALE")
    assert expression.touches == ["SCALE", "my_function"]
    expression.check("layer", given={"my_function", "SCALE"})
    assert expression.bind({"my_function": lambda x: x + 1, "SCALE": 3})(1) == 6


def test_other_names_of_a_module_lead_to_the_one_in_the_namespace():
    backend = SimpleNamespace(abs=abs)
    for text in ("backend.abs", "keras.backend.abs", "tf.keras.backend.abs"):
        namespace = {"K": backend, "keras": SimpleNamespace(backend=None), "tf": SimpleNamespace(keras=None)}
        assert Expression.parse("lambda x: %s(x)" % text).bind(namespace)(-1) == 1


def test_a_missing_module_is_named():
    with pytest.raises(LambdaError, match="'tf', which is not available here"):
        Expression.parse("lambda x: tf.abs(x)").bind({"np": np}, "layer")(1)


@pytest.mark.parametrize(("text", "value", "expected"), [
    ("lambda x: x.get_shape().as_list()", np.ones((2, 3)), [2, 3]),
    ("lambda x: x.shape.as_list()[1]", np.ones((2, 3)), 3),
    ("lambda x: x.get_shape()[1].value", np.ones((2, 3)), 3),
    ("lambda x: x.shape[0].value", SimpleNamespace(shape=(None, 3)), None),
    ("lambda x: x.get_shape().ndims", np.ones((2, 3)), 2),
    ("lambda x: x.get_shape().num_elements()", np.ones((2, 3)), 6),
    ("lambda x: x.shape.num_elements()", SimpleNamespace(shape=(None, 3)), None),
    ("lambda x: x.dtype.base_dtype.name", SimpleNamespace(dtype="float32"), "float32"),
])
def test_shapes_and_dtypes_answer_as_tensorflow_1_did(text, value, expected):
    assert Expression.parse(text).check().bind({})(value) == expected


def test_an_attribute_that_does_not_exist_is_an_attribute_error():
    with pytest.raises(AttributeError):
        Expression.parse("lambda x: x.value").bind({})("text")


def test_the_bound_function_shows_the_parameters():
    bound = Expression.parse("lambda inputs, mask=None, *, scale=2: inputs").bind({})
    assert str(inspect.signature(bound)) == "(inputs, mask=None, *, scale=2)"
    with pytest.raises(TypeError):
        bound()
    with pytest.raises(TypeError):
        bound(1, 2, 3)


def test_evaluate_binds_keywords_and_defaults():
    expression = Expression.parse("lambda x, by=2, *rest, key=1, **more: (x * by, rest, key, more['z'])")
    assert evaluate(expression, (3, 4, 5), {"key": 7, "z": 8}, {}) == (12, (5,), 7, 8)


# ---- live functions

SCALE = 3
OFFSETS = np.array([1.0, 2.0, 3.0], dtype="float32")


def shifted(x, by=1):
    return x + by * SCALE


def test_a_live_function_takes_its_globals_and_closure_along():
    limit = 2
    expression = Expression.from_function(lambda x: shifted(x[:, :limit]) * OFFSETS[:limit])
    x = np.arange(6.0).reshape(2, 3)
    np.testing.assert_allclose(expression.bind({"np": np})(x), (x[:, :2] + 3) * [1, 2])
    assert "np.array([1.0, 2.0, 3.0], dtype='float32')" in expression.source()


def test_a_live_function_of_a_known_module_becomes_its_name():
    from numpy import mean
    assert Expression.from_function(lambda x: mean(x, axis=0)).source() == "lambda x: np.mean(x, axis=0)"
    assert Expression.from_function(np.square).source() == "lambda x: np.square(x)"


def test_keyword_only_defaults_of_a_live_function_are_kept():
    assert Expression.from_function(lambda x, *, k=3: x * k).source() == "lambda x, *, k=3: x * k"


def test_an_expression_made_bound_gives_itself_back():
    bound = Expression.parse("lambda x: x * 2").bind({})
    assert Expression.from_function(bound) == bound.expression


@pytest.mark.parametrize("function", [lambda x: open(x),  # noqa: SIM115
                                      lambda x: json.dumps(x), lambda x: undefined(x),  # noqa: F821
                                      print, 3, lambda x: SimpleNamespace])
def test_a_live_function_that_cannot_be_stored_is_refused(function):
    with pytest.raises(LambdaError, match="'layer'"):
        Expression.from_function(function, "layer")


def test_a_live_function_of_several_statements_is_refused():
    def several(x):
        for _ in range(3):
            x = x * 2
        return x
    with pytest.raises(LambdaError):
        Expression.from_function(several)


@pytest.mark.parametrize("text, name, expected", [
    ("lambda x: K.random_normal(shape=x, mean=0.0, std=2.0)", "random_normal", {"shape": 1, "mean": 0.0, "stddev": 2.0}),
    ("lambda x: keras.backend.random_uniform(x, low=2)", "random_uniform", {"0": 1, "minval": 2}),
    ("lambda x: K.expand_dims(x, dim=2)", "expand_dims", {"0": 1, "axis": 2}),
    ("lambda x: K.resize_images(x, 2, 3, 'th')", "resize_images", {"0": 1, "1": 2, "2": 3, "3": "channels_first"}),
    ("lambda x: K.pool2d(x, border_mode='same', dim_ordering='tf')", "pool2d",
     {"0": 1, "padding": "same", "data_format": "channels_last"}),
    ("lambda x: np.std(x, low=2)", "std", {"0": 1, "low": 2}),
])
def test_functions_of_the_backend_are_called_with_the_arguments_of_keras_2(text, name, expected):
    def record(*args, **kwargs):
        return dict({str(place): value for place, value in enumerate(args)}, **kwargs)

    module = SimpleNamespace(**{name: record})
    namespace = {"K": module, "np": module, "keras": SimpleNamespace(backend=module)}
    assert Expression.parse(text).bind(namespace)(1) == expected


def test_the_loss_of_connectionist_temporal_classification_is_allowed():
    text = "lambda args: K.ctc_batch_cost(args[1], args[0][:, 2:, :], args[2], args[3])"
    assert Expression.parse(text).check("ctc").source() == text
