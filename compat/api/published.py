"""Custom layers that files of 2017 to 2020 most often hold: how to tell, and which of :mod:`compat.layers` they are.

A row is one published class in one form. Authors reused names (there are a dozen classes called ``Attention``), so that
a name alone says nothing: arguments, names of weights and their sizes have to fit as well.
"""
from typing import FrozenSet, Mapping, NamedTuple, Tuple


class PublishedWeight(NamedTuple):
    """One weight.

    Attributes:
        name: the last part of its name in the file, or what follows the layer's name and an underscore there.
        sizes: of its axes: a number, the name of an argument, or a letter that stands for the same size in all weights
            of the layer.
        when: the argument that is true (as it is where the file does not say) when the weight exists, or "".
    """

    name: str
    sizes: Tuple[object, ...]
    when: str = ""


class Published(NamedTuple):
    """One form of a published class.

    Attributes:
        ours: the class in ``compat.layers``.
        weights: in file order.
        must: arguments that the configuration always holds.
        may: arguments that it may hold besides; any other is of another class.
        needs: another published class that has to be in the file, or "".
    """

    ours: str
    weights: Tuple[PublishedWeight, ...] = ()
    must: FrozenSet[str] = frozenset()
    may: FrozenSet[str] = frozenset()
    needs: str = ""


def _rules(*names: str) -> FrozenSet[str]:
    """A regularizer and a constraint for each of these."""
    return frozenset("{}_{}".format(name, rule) for name in names for rule in ("regularizer", "constraint"))


def _short_attention(prefix: str, ours: str) -> Published:
    return Published(ours, (PublishedWeight(prefix + "weight", ("f", 1)), PublishedWeight(prefix + "bias", ("t", 1))))


_SHORT = (
    _short_attention("att_", "AttentionLayer"), _short_attention("att_", "AttentionLayerSteps"),
    _short_attention("attention_", "AttentionLayer"),
)
_SCALE = (PublishedWeight("gamma", ("c",), "scale"), PublishedWeight("beta", ("c",), "center"))
_NORMALIZATION = frozenset(("axis", "epsilon", "center", "scale", "beta_initializer", "gamma_initializer")) | _rules(
    "beta", "gamma")
_CRF = frozenset((
    "units", "learn_mode", "test_mode", "sparse_target", "use_boundary", "use_bias", "activation", "kernel_initializer",
    "chain_initializer", "bias_initializer", "boundary_initializer", "input_dim", "unroll",
)) | _rules("kernel", "chain", "bias", "boundary")

#: Class name in a file → the forms that it was published in under that name.
PUBLISHED: Mapping[str, Tuple[Published, ...]] = {
    "Attention": (
        Published("AttentionOverSteps",
                  (PublishedWeight("W", ("f",)), PublishedWeight("b", ("t",), "bias")),
                  may=_rules("W", "b") | {"bias", "step_dim"}),
    ) + _SHORT,
    "attention": _SHORT,
    "AttentionLayer": _SHORT,
    "AttentionWithContext": (
        Published("AttentionWithContext",
                  (PublishedWeight("W", ("f", "f")), PublishedWeight("b", ("f",), "bias"), PublishedWeight("u", ("f",))),
                  may=_rules("W", "u", "b") | {"bias"}),
    ),
    "CRF": (
        Published("CRF", (
            PublishedWeight("kernel", ("d", "units")), PublishedWeight("chain_kernel", ("units", "units")),
            PublishedWeight("bias", ("units",), "use_bias"), PublishedWeight("left_boundary", ("units",), "use_boundary"),
            PublishedWeight("right_boundary", ("units",), "use_boundary")), must=_CRF),
    ),
    "InstanceNormalization": (Published("InstanceNormalization", _SCALE, must=_NORMALIZATION),),
    "GroupNormalization": (Published("GroupNormalization", _SCALE, must=_NORMALIZATION | {"groups"}),),
    "CapsuleLayer": (
        Published("CapsuleLayer", (PublishedWeight("W", ("num_capsule", "i", "dim_capsule", "d")),),
                  must=frozenset(("num_capsule", "dim_capsule", "routings")), may=frozenset(("kernel_initializer",))),
    ),
    "Length": (Published("Length", needs="CapsuleLayer"),),
    "Mask": (Published("Mask", needs="CapsuleLayer"),),
    "L2Normalization": (
        Published("L2Normalization", (PublishedWeight("gamma", ("c",)),), must=frozenset(("gamma_init",)),
                  may=frozenset(("axis",))),
    ),
}

#: Published class → functions that a file names beside it, all of ``compat.layers``.
FUNCTIONS: Mapping[str, Tuple[str, ...]] = {
    "CRF": ("crf_loss", "crf_viterbi_accuracy", "crf_marginal_accuracy", "crf_accuracy"),
    "CapsuleLayer": ("squash",),
}

#: Those whose functions know one layer of the class only: on Keras 3 a loss is not told which CRF made its input.
ALONE: FrozenSet[str] = frozenset(["CRF"])
