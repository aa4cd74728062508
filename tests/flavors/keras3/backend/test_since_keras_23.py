"""Functions of K as Keras 2.3 has them, in its era, against numbers of real Keras 2.3.1."""
import numpy as np
import pytest

from compat.era import Era
from compat.keras import backend as K

STEPS = np.arange(1.0, 9.0, dtype="float32").reshape(2, 4, 1)
MASK = np.array([[0, 1, 0, 1], [1, 1, 0, 0]])


@pytest.fixture(autouse=True)
def era():
    with Era("2.3.1"):
        yield


def steps_of(step, states, **kwargs):
    states = [K.constant(each) for each in states]
    last, outputs, states = K.rnn(step, K.constant(STEPS), states, mask=K.constant(MASK), **kwargs)
    return K.eval(last), K.eval(outputs), [K.eval(each) for each in states]


@pytest.mark.parametrize("unroll", [True, False])
def test_masked_steps_of_a_recurrence_repeat_the_output_whatever_the_states(unroll):
    last, outputs, [state] = steps_of(lambda x, states: (x, [states[0] + 1]), [[[10.0], [20.0]]], unroll=unroll)
    np.testing.assert_array_equal(outputs[..., 0], [[0, 2, 2, 4], [5, 6, 6, 6]])
    np.testing.assert_array_equal(last, [[4], [6]])
    np.testing.assert_array_equal(state, [[12], [22]])


@pytest.mark.parametrize("unroll", [True, False])
def test_a_masked_recurrence_needs_no_states(unroll):
    last, outputs, states = steps_of(lambda x, states: (x, []), [], unroll=unroll)
    np.testing.assert_array_equal(outputs[..., 0], [[0, 2, 2, 4], [5, 6, 6, 6]])
    assert states == []


def test_outputs_and_states_of_a_masked_recurrence_may_have_more_axes():
    def step(x, states):
        return K.tile(K.expand_dims(x), [1, 1, 2]), [states[0] + 1]

    _, outputs, [state] = steps_of(step, [np.zeros((2, 3, 2), "float32")])
    np.testing.assert_array_equal(outputs[..., 0, 1], [[0, 2, 2, 4], [5, 6, 6, 6]])
    np.testing.assert_array_equal(state, np.full((2, 3, 2), 2.0))


def test_a_masked_recurrence_in_a_function_of_two_calls():
    x, mask = K.placeholder((None, 4, 1)), K.placeholder((None, 4))
    run = K.function([x, mask], [K.rnn(lambda now, states: (now, states), x, [x[:, 0]], mask=mask)[1]])
    for _ in range(2):
        np.testing.assert_array_equal(run([STEPS, MASK])[0][..., 0], [[0, 2, 2, 4], [5, 6, 6, 6]])


PROBABILITIES = np.array([[[0, 0, 1], [1, 0, 0], [0, 0, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0]],
                          [[0, 1, 0], [1, 0, 0], [0, 0, 1], [1, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]]], "float32")


@pytest.mark.parametrize("merge, expected", [(False, [[0, 0, 1, 1], [1, 0, 0, 1]]), (True, [[0, 1, -1], [1, 0, 1]])])
def test_a_beam_search_merges_repeated_classes_where_it_is_told_to(merge, expected):
    paths, _ = K.ctc_decode(K.constant(PROBABILITIES), K.constant([7, 7], dtype="int32"), greedy=False, beam_width=1,
                            top_paths=1, merge_repeated=merge)
    np.testing.assert_array_equal(K.eval(paths[0]), expected)


def test_a_function_gives_decoded_labels_of_the_longest_result_for_classes_of_unknown_number():
    x, lengths = K.placeholder((None, None, None)), K.placeholder((None,), dtype="int64")
    decode = K.function([x, lengths], K.ctc_decode(x, lengths, greedy=False, beam_width=1, top_paths=1)[0])
    for _ in range(2):
        np.testing.assert_array_equal(decode([PROBABILITIES, [7, 7]])[0], [[0, 0, 1, 1], [1, 0, 0, 1]])


@pytest.mark.parametrize("start, expected", [(3, [0, 1, 2]), (-1, [])])
def test_a_range_ends_at_a_tensor(start, expected):
    assert K.eval(K.arange(K.constant(start, dtype="int32"))).tolist() == expected


@pytest.mark.parametrize("floatx", ["float16", "float32", "float64"])
def test_the_dtype_of_a_variable_has_a_name_and_a_type_of_numpy(floatx):
    dtype = K.variable([1.0], dtype=floatx).dtype
    assert dtype == dtype.name == dtype.base_dtype.name == K.dtype(K.variable([1.0], dtype=floatx))
    assert dtype.is_floating and np.dtype(dtype.as_numpy_dtype).name == dtype


@pytest.mark.parametrize("value, dtype", [("", "unsupported"), ("", None), (3, "beerfloat")])
def test_a_variable_of_no_dtype_or_of_a_text_is_a_type_error(value, dtype):
    with pytest.raises(TypeError, match="dtype"):
        K.variable(value, dtype=dtype)
