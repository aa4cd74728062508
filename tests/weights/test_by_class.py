"""Layers of ``.weights.h5`` are found by class and number, also where two models hold the same one.

The trees are those that tf.keras 2.12, 2.15 and Keras 3.8 wrote for the same models.
"""
import numpy as np
import pytest

from compat.errors import WeightsError
from compat.saved import Dataset, Node
from compat.weights.by_class import by_class

TWICE = "_layer_checkpoint_dependencies"


def held(value):
    """An object with one variable, which has the value as its name."""
    dataset = Dataset(value, (), np.dtype("float32"), value, lambda: np.zeros(()))
    return Node(children={"vars": Node(children={"0": Node(dataset=dataset)})})


def model(attribute="layers", **layers):
    return Node(children={"vars": Node(), attribute: Node(children=layers)}) if layers else Node(children={"vars": Node()})


def dense(name):
    return {"class_name": "Dense", "config": {"name": name, "units": 1, "use_bias": False}}


def functional(name, *layers):
    return {"class_name": "Functional", "config": {"name": name, "layers": list(layers)}}


def found(spec, root):
    return {"/".join(each.path): each.node.variables()[0].name for each in by_class(spec, root)}


SHARED_FIRST = functional("m", functional("one", dense("shared"), dense("own")),
                          functional("two", dense("shared"), dense("other")), dense("head"))
WANTED = {"one/shared": "S", "one/own": "O", "two/shared": "S", "two/other": "T", "head": "H"}


@pytest.mark.parametrize("version, root", [
    ("Keras 3", model(functional=model(dense=held("S"), dense_1=held("O")), functional_1=model(dense_1=held("T")),
                      dense=held("H"))),
    ("tf.keras 2.15", model(functional=model(dense=held("S"), dense_1=held("O")), functional_1=model(dense=held("T")),
                            dense=held("H"))),
    ("tf.keras 2.12", model(TWICE, functional=model(TWICE, dense=held("S"), dense_2=held("O")),
                            functional_2=model(TWICE, dense_2=held("T")), dense=held("H"))),
])
def test_a_layer_of_two_models_is_that_of_the_first_in_both(version, root):
    assert found(SHARED_FIRST, root) == WANTED


@pytest.mark.parametrize("root", [
    model(functional=model(dense=held("S")), functional_1=model(dense=held("O"))),
    model(TWICE, functional=model(TWICE, dense=held("S")), functional_2=model(TWICE, dense=held("O"))),
])
def test_one_that_was_met_may_stand_last(root):
    spec = functional("m", functional("one", dense("shared")), functional("two", dense("own"), dense("shared")))
    assert found(spec, root) == {"one/shared": "S", "two/own": "O", "two/shared": "S"}


@pytest.mark.parametrize("root", [
    model(functional=model(dense=held("S")), dense_1=held("H")), model(functional=model(dense=held("S")), dense=held("H")),
    model(TWICE, functional=model(TWICE, dense=held("S")), dense_2=held("H")),
])
def test_a_model_and_the_one_around_it_may_hold_the_same_layer(root):
    spec = functional("m", functional("inner", dense("shared")), dense("shared"), dense("head"))
    assert found(spec, root) == {"inner/shared": "S", "shared": "S", "head": "H"}


def test_a_model_all_of_whose_layers_were_met_has_none_in_the_file():
    spec = functional("m", functional("whole", dense("a"), dense("b")), functional("part", dense("a")))
    root = model(functional=model(dense=held("A"), dense_1=held("B")), functional_1=model())
    assert found(spec, root) == {"whole/a": "A", "whole/b": "B", "part/a": "A"}


def test_what_a_wrapper_holds_may_stand_by_itself_before_or_after_it():
    inner = functional("inner", dense("d"))
    wrapped = {"class_name": "TimeDistributed", "config": {"name": "each", "layer": inner}}
    inside = model(dense=held("D"))
    wrapper = Node(children={"vars": Node(), "layer": inside})
    wanted = {"each/d": "D", "inner/d": "D"}
    assert found(functional("m", wrapped, inner), model(time_distributed=wrapper)) == wanted
    assert found(functional("m", inner, wrapped), model(functional=inside, time_distributed=model())) == wanted


def test_what_wraps_a_layer_that_was_met_has_its_weights():
    wrapped = {"class_name": "TimeDistributed", "config": {"name": "each", "layer": dense("d")}}
    (first, second) = by_class(functional("m", dense("d"), wrapped), model(dense=held("D"), time_distributed=model()))
    assert second.path == ("each",) and second.node.at("layer") is first.node


def test_layers_of_the_same_name_in_two_models_keep_their_own_weights_where_both_are_there():
    spec = functional("m", functional("one", dense("d")), functional("two", dense("d")))
    root = model(functional=model(dense=held("A")), functional_1=model(dense=held("B")))
    assert found(spec, root) == {"one/d": "A", "two/d": "B"}


@pytest.mark.parametrize("spec, root", [
    (functional("m", functional("one", dense("d")), functional("two", dense("e"))), model(functional=model(dense=held("A")),
                                                                                          functional_1=model())),
    (functional("m", functional("one", dense("d")), functional("two", dense("d"))), model(
        functional=model(dense=held("A")), functional_1=model(dense=held("B"), dense_1=held("C")))),
])
def test_layers_that_are_missing_or_left_over_are_refused(spec, root):
    with pytest.raises(WeightsError, match="layers 'dense' with weights, the model has"):
        by_class(spec, root)
