"""Lists as operands and negative steps, on a tensor that takes neither."""
import numpy as np
import pytest

from compat.lambdas import Expression


class Tensor:
    """A tensor as strict as torch's: no lists, no negative steps."""

    def __init__(self, array):
        self.array = np.asarray(array)
        self.shape = self.array.shape
        self.dtype = str(self.array.dtype)

    def __getitem__(self, index):
        for part in index if isinstance(index, tuple) else (index,):
            if isinstance(part, slice) and part.step is not None and part.step < 0:
                raise ValueError("step must be greater than zero")
        return Tensor(self.array[index])

    def __sub__(self, other):
        if not isinstance(other, Tensor):
            raise TypeError("unsupported operand")
        return Tensor(self.array - other.array)


class K:
    @staticmethod
    def reverse(x, axes):
        return Tensor(np.flip(x.array, axes))

    @staticmethod
    def constant(value, dtype):
        return Tensor(np.asarray(value, dtype))

    @staticmethod
    def dtype(x):
        return x.dtype


X = np.arange(2 * 3 * 4, dtype="float32").reshape(2, 3, 4)
INDICES = ["::-1", ":, ::-1", "..., ::-1", ":, None, ::-2", "..., ::-1, 0", "0, ::-1, ..., ::-2", ":, -1:0:-1",
           ":, 1::-1", "..., :1:-2", "..., None, 2:-5:-1", "1, ..., -2::-1"]


@pytest.mark.parametrize("index", INDICES)
def test_negative_steps_take_what_numpy_takes(index):
    text = "lambda x: x[%s]" % index
    np.testing.assert_array_equal(Expression.parse(text).bind({"K": K})(Tensor(X)).array, eval(text)(X))


def test_a_negative_step_with_bounds_needs_a_known_size():
    unknown = Tensor(X)
    unknown.shape = (2, None, 4)
    with pytest.raises(ValueError, match="known size"):
        Expression.parse("lambda x: x[:, 2:0:-1]").bind({"K": K})(unknown)


def test_an_error_that_has_another_cause_is_passed_on():
    with pytest.raises(IndexError):
        Expression.parse("lambda x: x[5]").bind({"K": K})(Tensor(X))


def test_lists_beside_a_tensor_become_constants_of_its_dtype():
    result = Expression.parse("lambda x: x - [1, 2, 3, 4] - (0.5,)").bind({"K": K})(Tensor(X))
    np.testing.assert_array_equal(result.array, X - np.array([1.5, 2.5, 3.5, 4.5], dtype="float32"))
    assert result.dtype == "float32"


def test_lists_beside_lists_stay_lists():
    assert Expression.parse("lambda x: [1] + x").bind({})([2]) == [1, 2]


class Sizes(tuple):
    """A shape as a vector: a tuple that computes as a tensor does."""

    dtype, shape = "int32", (2,)

    def __sub__(self, other):
        return Sizes(a - b for a, b in zip(self, other))


def test_a_shape_beside_a_shape_computes_by_itself():
    assert Expression.parse("lambda a, b: a - b").bind({"K": None})(Sizes((5, 7)), Sizes((1, 2))) == (4, 5)
