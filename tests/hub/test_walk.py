"""One walker sees every layer of a configuration, wherever it stands: models, wrappers, cells, stacked cells."""
from compat.hub.walk import layers_and_cells, leaves, walk, with_held


def layer(class_name, name=None, **config):
    return {"class_name": class_name, "config": dict(config, **({"name": name} if name else {}))}


def sequential(name, *layers):
    return layer("Sequential", name, layers=list(layers))


STACKED = layer("RNN", "rnn", cell=layer("StackedRNNCells", cells=[layer("LSTMCell"), layer("Mine")]))
BOTH = layer("Bidirectional", "both", layer=layer("LSTM", "f"), backward_layer=layer("GRU", "b"))
STEPS = layer("TimeDistributed", "steps", layer=sequential("inside", layer("Dense", "d"), layer("Own", "o")))


def classes(places):
    return [place.spec["class_name"] for place in places]


def test_cells_of_stacked_cells_are_seen():
    assert classes(layers_and_cells(sequential("m", STACKED))) == ["RNN", "StackedRNNCells", "LSTMCell", "Mine"]


def test_both_layers_of_a_bidirectional_are_seen():
    assert classes(walk(sequential("m", BOTH))) == ["Bidirectional", "LSTM", "GRU"]


def test_what_a_wrapper_holds_has_the_path_of_the_wrapper():
    assert [place.path for place in walk(sequential("m", BOTH))] == [("both",)] * 3
    assert [place.path for place in walk(sequential("m", STEPS))] == [
        ("steps",), ("steps",), ("steps", "d"), ("steps", "o")]


def test_leaves_are_layers_of_models_and_of_wrapped_models():
    model = sequential("m", STACKED, sequential("nested", BOTH), STEPS)
    assert [leaf.path for leaf in leaves(model)] == [("rnn",), ("nested", "both"), ("steps", "d"), ("steps", "o")]


def test_a_wrapper_of_the_users_own_is_a_leaf_also_around_a_model():
    mine = layer("MyWrapper", "mine", layer=sequential("inside", layer("Dense", "d")))
    assert [leaf.path for leaf in leaves(sequential("m", mine))] == [("mine",)]


def test_what_a_layer_holds_can_be_replaced_and_the_original_stays():
    changed = with_held(STACKED["config"]["cell"], lambda spec: None, lambda cell: cell["class_name"])
    assert changed["config"]["cells"] == ["LSTMCell", "Mine"]
    assert classes(walk(sequential("m", STACKED)))[-1] == "Mine"


def test_cells_that_are_not_all_layers_stay_as_they_are():
    odd = layer("StackedRNNCells", cells=[layer("LSTMCell"), 3])
    assert with_held(odd, lambda spec: None, lambda cell: None) == odd
