"""What rewritten expressions call, with objects that are no tensors: each keeps its own."""
import pytest

from compat.rewrite import runtime


class Formula:
    """Has ``eval``, ``shape`` and ``get_shape`` of its own, as a DataFrame or a torch module has some."""

    _keras_shape = (None, 7)

    def eval(self, x=1, **settings):
        return ("own", x, settings)

    def get_shape(self):
        return "own shape"


def test_an_object_with_its_own_eval_keeps_it():
    assert runtime.eval_method(Formula(), 2, session=None) == ("own", 2, {"session": None})


def test_an_object_with_its_own_numpy_keeps_it():
    class Column:
        def numpy(self, copy=False):
            return ["own", copy]

    assert runtime.numpy_method(Column(), copy=True) == ["own", True]
    with pytest.raises(AttributeError, match="'list' object has no attribute 'numpy'"):
        runtime.numpy_method([])


def test_an_object_without_eval_raises_what_a_plain_run_raises():
    with pytest.raises(AttributeError, match="'list' object has no attribute 'eval'"):
        runtime.eval_method([])


def test_own_attributes_and_methods_are_kept():
    assert runtime.keras_shape(Formula()) == (None, 7)
    assert runtime.get_shape(Formula()) == "own shape"


@pytest.mark.parametrize("function, message", [(runtime.keras_shape, "_keras_shape"), (runtime.get_shape, "get_shape")])
def test_what_is_no_tensor_still_raises_an_attribute_error(function, message):
    with pytest.raises(AttributeError, match=message):
        function(3)


@pytest.mark.parametrize("shape", [(None, 4), [None, 4], runtime.StaticShape((None, 4))])
def test_shapes_become_lists(shape):
    assert runtime.shape_as_list(shape) == [None, 4]


def test_a_static_shape_is_a_tuple_with_the_old_methods():
    shape = runtime.StaticShape((None, 4, 2))
    assert (shape[1:], shape.ndims, shape.as_list()) == ((4, 2), 3, [None, 4, 2])


def test_dimensions_of_either_kind_have_a_value():
    class Dimension:
        value = 5
    assert [runtime.dimension_value(d) for d in (Dimension(), 5, None)] == [5, 5, None]


@pytest.mark.parametrize("name, expected", [
    ("keras", "compat.keras"), ("numpy", "numpy"), (".keras", ".keras"), (3, 3)])
def test_module_names_known_at_run_time_are_looked_up(name, expected):
    assert runtime.module_name(name) == expected


def test_no_keras_is_loaded_for_an_object_that_is_no_tensor(project):
    project.write("user/main.py", """\
        import sys
        class Own:
            def eval(self):
                return 4
        print(Own().eval(), sorted({"keras", "tensorflow", "torch", "jax"} & set(sys.modules)))
        """)
    assert project.run("main.py").stdout == "4 []\n"


def test_files_of_weights_are_read_as_with_h5py_2(project):
    project.write("user/main.py", """\
        import h5py
        import numpy as np
        with h5py.File("w.h5") as file:
            file.attrs["text"], file.attrs["bytes"], file["a"] = "dense", "dense".encode("utf8"), np.arange(3)
            file.attrs.create("names", ["a", "b"], dtype=h5py.special_dtype(vlen=str))
        class Own:
            value = "own"
            def File(self, name):
                return name
        with h5py.File("w.h5") as file:
            print([file.attrs[name].decode("utf8") for name in ("text", "bytes")], [n.decode() for n in file.attrs["names"]])
            print(file["a"].value.tolist(), Own.value, Own().File("x"), file.mode, file.fid == file.id)
        """)
    assert project.run("main.py").stdout == "['dense', 'dense'] ['a', 'b']\n[0, 1, 2] own x r+ True\n"


def test_h5py_decides_about_a_file_that_is_given_a_mode(project):
    project.write("user/main.py", """\
        import h5py, os
        try:
            h5py.File("new.h5", "r")
        except OSError:
            print("missing", os.path.exists("new.h5"))
        """)
    assert project.run("main.py").stdout == "missing False\n"
