"""Custom classes of a file are taken for published ones only where everything fits; otherwise they are nobody's."""
import pytest

from compat.api.published import PUBLISHED
from compat.hub.records import Origin
from compat.loading.recognized import Recognized, Seen, recognized
from compat.saved.records import Dataset

KERAS = Origin("2.2.4", "tensorflow")
TF_KERAS = Origin("2.15.0", "tensorflow")
NORMALIZATION = dict.fromkeys((
    "axis", "epsilon", "center", "scale", "beta_initializer", "gamma_initializer", "beta_regularizer",
    "gamma_regularizer", "beta_constraint", "gamma_constraint"), True)


def layer(class_name, config=None, *weights):
    """A layer with weights given as (name, shape); None for a file without weights."""
    arrays = None if weights == (None,) else [
        Dataset("layer/{}:0".format(name), shape, float, "", lambda: None) for name, shape in weights]
    return Seen(class_name, dict({"name": "layer", "trainable": True}, **(config or {})), arrays)


def found(*layers, **settings):
    return recognized(layers, settings.pop("wrote", KERAS), **settings)


def test_the_attention_over_steps_is_told_by_its_two_vectors():
    seen = layer("Attention", {}, ("layer_W", (4,)), ("layer_b", (6,)))
    assert found(seen) == Recognized({"Attention": "AttentionOverSteps"}, {})


def test_an_attention_without_bias_says_so_or_is_not_known():
    weights = [("layer_W", (4,))]
    assert found(layer("Attention", {"bias": False}, *weights)).names == {"Attention": "AttentionOverSteps"}
    assert found(layer("Attention", {}, *weights)).unsure == {"Attention": ()}


@pytest.mark.parametrize("config", [{"use_scale": False}, {"use_scale": True, "causal": False, "dropout": 0.0}])
def test_the_attention_of_tf_keras_is_left_to_it(config):
    assert found(layer("Attention", config), wrote=Origin("2.4.0", "tensorflow")) == Recognized({}, {})


def test_an_attention_of_the_file_beside_the_one_of_keras_is_nobodys():
    own = layer("Attention", {}, ("layer_W", (4,)), ("layer_b", (6,)))
    assert found(own, layer("Attention", {"use_scale": False}), wrote=TF_KERAS).unsure == {"Attention": ()}


@pytest.mark.parametrize("class_name", ["Attention", "attention", "AttentionLayer"])
def test_an_attention_that_may_keep_the_steps_or_not_is_named_with_both(class_name):
    seen = layer(class_name, {}, ("att_weight", (4, 1)), ("att_bias", (6, 1)))
    assert found(seen) == Recognized({}, {class_name: ("AttentionLayer", "AttentionLayerSteps")})


@pytest.mark.parametrize("weights", [
    (("layer_W", (4, 5)), ("layer_b", (5,)), ("layer_u", (5,))), (("layer_W", (4, 4)), ("layer_b", (4,)), ("layer_v", (4,))),
    (("layer_W", (4, 4)), ("layer_u", (4,))), (),
], ids=["sizes", "names", "number", "none"])
def test_a_context_attention_with_other_weights_is_not_known(weights):
    assert found(layer("AttentionWithContext", {}, *weights)).unsure == {"AttentionWithContext": ()} or not weights


def test_a_name_alone_is_not_enough_in_a_file_without_weights():
    assert found(layer("AttentionWithContext", {}, None)).unsure == {"AttentionWithContext": ("AttentionWithContext",)}
    assert found(layer("Attention", {"step_dim": 6}, None)).names == {"Attention": "AttentionOverSteps"}


def test_an_argument_that_the_published_layer_has_not_is_of_another_one():
    weights = [("layer_W", (4, 4)), ("layer_b", (4,)), ("layer_u", (4,))]
    assert found(layer("AttentionWithContext", {"heads": 2}, *weights)).unsure == {"AttentionWithContext": ()}


@pytest.mark.parametrize("wrote, names", [
    (KERAS, {"GroupNormalization": "GroupNormalization"}),
    (Origin("2.10.0", "tensorflow"), {"GroupNormalization": "GroupNormalization"}), (TF_KERAS, {}),
], ids=["Keras 2.2.4", "tf.keras 2.10", "tf.keras 2.15"])
def test_group_normalization_is_that_of_keras_contrib_before_keras_had_one(wrote, names):
    seen = layer("GroupNormalization", dict(NORMALIZATION, groups=2), ("gamma", (4,)), ("beta", (4,)))
    assert found(seen, wrote=wrote) == Recognized(names, {})


def test_another_old_group_normalization_is_not_taken_for_the_one_of_keras_3():
    assert found(layer("GroupNormalization", {"groups": 2}, ("gamma", (4,)))).unsure == {"GroupNormalization": ()}


def test_an_instance_normalization_with_groups_is_not_the_one_of_keras_contrib():
    seen = layer("InstanceNormalization", dict(NORMALIZATION, groups=-1), ("gamma", (4,)), ("beta", (4,)))
    assert found(seen).unsure == {"InstanceNormalization": ()}


CAPSULES = layer("CapsuleLayer", {"num_capsule": 3, "dim_capsule": 2, "routings": 3}, ("W", (3, 5, 2, 4)))


def test_length_and_mask_belong_to_capsules():
    assert found(layer("Length"), layer("Mask")).unsure == {"Length": ("Length",), "Mask": ("Mask",)}
    assert set(found(layer("Length"), layer("Mask"), CAPSULES).names) == {"CapsuleLayer", "Length", "Mask", "squash"}


def test_capsules_of_the_first_form_with_other_axes_are_not_known():
    assert found(CAPSULES._replace(weights=layer("", {}, ("W", (5, 3, 4, 2))).weights)).unsure == {"CapsuleLayer": ()}


def test_two_layers_of_one_class_have_to_fit_alike():
    seen = layer("L2Normalization", {"gamma_init": 20}, ("layer_gamma", (4,)))
    assert found(seen, seen).names == {"L2Normalization": "L2Normalization"}
    assert found(seen, layer("L2Normalization", {})).unsure == {"L2Normalization": ()}


def test_the_loss_of_several_crfs_is_not_known():
    from compat.api.published import FUNCTIONS

    (row,) = PUBLISHED["CRF"]
    config = dict(dict.fromkeys(row.must), units=2, use_boundary=False, use_bias=False)
    crf = layer("CRF", config, ("kernel", (3, 2)), ("chain_kernel", (2, 2)))
    assert set(found(crf).names) == {"CRF"} | set(FUNCTIONS["CRF"])
    assert set(found(crf, crf).names) == {"CRF"}


def test_a_class_that_the_user_gave_needs_no_answer():
    assert found(layer("Attention"), told={"Attention": object}) == Recognized({}, {})


@pytest.mark.parametrize("wrote, unsure", [
    (Origin("2.2.4", "tensorflow"), {"LayerNormalization": ()}), (Origin("2.2.4-tf", "tensorflow"), {}), (TF_KERAS, {}),
    (Origin("2.2.4", "tensorflow", version_stated=False), {}),
])
def test_a_layer_that_only_later_kerases_have_is_the_authors_own(wrote, unsure):
    seen = layer("LayerNormalization", {"eps": 1e-6}, ("gamma", (4,)), ("beta", (4,)))
    assert found(seen, wrote=wrote).unsure == unsure
    assert found(seen, wrote=wrote, told=["LayerNormalization"]).unsure == {}
