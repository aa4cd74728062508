"""``load_weights`` for files of Keras 1.0 to tf.keras 2.15, into a model that exists already.

Keras 3 reads such files in its own layout only: separate gates of Keras 1, flipped kernels of Theano and the layouts of
cuDNN are loaded unchanged where the shapes allow it. Here they are converted to today's layout first, as for a whole model.
"""
import os
from dataclasses import replace
from typing import Any, List, Optional, Sequence, Set, Tuple

from compat.callers import warn_caller
from compat.config import origin_of
from compat.errors import NotAModelFileError, OptionError, WeightsError, typed
from compat.flavors import loading
from compat.flavors.protocol import BuiltModel, KerasModel, PathLike
from compat.hub.records import Origin, Spec
from compat.loading.fitting import assign_fitting
from compat.loading.naming import about, named
from compat.loading.options import LoadOptions, keyword_only
from compat.saved import Dataset, LayerWeights, Limits, Node, SavedModel, open_model
from compat.weights import Pair, expected, optimizer_datasets, pair, pairs_of


@keyword_only(safe="safe_mode")
def load_weights(model: KerasModel, path: PathLike, *, by_name: bool = False, skip_mismatch: bool = False,
                 safe_mode: Optional[bool] = True, reshape: bool = False) -> None:
    """Load the weights of a file that an old Keras wrote into a model of the installed Keras.

    Args:
        model: Functional, Sequential or subclassed; built, so that it has weights.
        path: an ``.h5`` file, of weights alone or of a whole model, of Keras 1.0 to tf.keras 2.15; or a TensorFlow
            checkpoint, a SavedModel folder, a ``.keras`` archive or ``.weights.h5`` of tf.keras.
        by_name: only layers that have the same name in the file get weights; otherwise all do, in the order of both.
        skip_mismatch: with ``by_name``, leave out weights of another shape, with a warning that lists them.
        safe_mode: keep the limits on size (None counts as True).
        reshape: give an array of another shape that of the weight, where both hold as many parameters (Keras 2.2).

    As in tf.keras, a checkpoint also gives the optimizer of a compiled model its state; the learning rate stays.

    Raises:
        ModelFileNotFoundError, NotAModelFileError, UnsafeFileError: the file.
        WeightsError: weights that do not fit, layer by layer; no layer with the same name; a model without weights. The
            model is left as it was.
        OptionError: ``skip_mismatch`` without ``by_name``.

    Example:
        >>> from compat import load_model
        >>> model = load_model("old.h5")
        >>> load_weights(model, "old.h5")
    """
    if skip_mismatch and not by_name:
        raise OptionError("skip_mismatch needs by_name=True")
    skipped: List[str] = []
    with about(path):
        _load(model, path, by_name, skipped if skip_mismatch else None, LoadOptions(safe_mode=safe_mode).limits, reshape)
    for text in skipped:
        warn_caller(skipping(path, text))


def fill(model: KerasModel, copy: PathLike, path: PathLike, limits: Limits) -> None:
    """:func:`load_weights` from an upgraded copy of a file; errors and warnings name the file itself."""
    with about(path):
        _load(model, copy, False, None, limits, False, os.fspath(path))


def _load(model: KerasModel, path: PathLike, by_name: bool, skipped: Optional[List[str]], limits: Limits,
          reshape: bool, shown: Optional[str] = None) -> None:
    config, built = loading().live(model)
    with open_model(path, limits) as opened:
        saved = opened if shown is None else replace(opened, path=shown)
        if not saved.has_weights:
            raise NotAModelFileError("{} holds no weights".format(saved.path))
        if saved.objects is not None and not (by_name and saved.layers):
            _assign_objects(model, config, built, saved, by_name, reshape)
        elif by_name:
            assign_by_name(config, built, _with_names_of(config, saved), origin_of(saved), skipped, reshape)
        else:
            pairs = in_order_of_layers(built, pair(config, saved.layers, origin_of(saved), by="order"))
            own = _own_that_fit(model, saved)
            assign_fitting(loading(), built, pairs, None, reshape)
            for weight, dataset in own:
                weight.assign(dataset.read())


def _own_that_fit(model: KerasModel, saved: SavedModel) -> List[Tuple[Any, Dataset]]:
    """The weights that the model itself has, as ``add_weight`` makes them, each with its array, where the file has such."""
    if not saved.top_level:
        return []
    weights = [*getattr(model, "_trainable_weights", ()), *getattr(model, "_non_trainable_weights", ())]
    expected_shapes, shapes = [tuple(each.shape) for each in weights], [tuple(each.shape) for each in saved.top_level]
    if expected_shapes != shapes:
        raise WeightsError("the model itself has weights of the shapes {}, and the file arrays of the shapes {} for them; the "
                           "model was left unchanged".format(expected_shapes, shapes))
    return list(zip(weights, saved.top_level))


def in_order_of_layers(built: BuiltModel, arrays: Sequence[Pair]) -> Sequence[Pair]:
    """The arrays of layers of the user's in the order of the live layers' weights."""
    if all(each.node is None and expected(each.layer) is not None for each in arrays):
        return arrays
    from compat.loading.objects import in_own_order  # here, since most files list weights by layer

    return in_own_order(built, arrays, loading().live)


def in_counted_order(built: BuiltModel, arrays: Sequence[Pair]) -> Sequence[Pair]:
    """The arrays of layers of the user's in the order in which an optimizer of tf.keras counts the weights."""
    if all(expected(each.layer) is not None for each in arrays):
        return arrays
    from compat.loading.counted import as_counted  # here, since most files hold no layers of a program's own

    return as_counted(built, arrays)


def _assign_objects(model: KerasModel, config: Spec, built: BuiltModel, saved: SavedModel, by_name: bool,
                    reshape: bool) -> None:
    """Assign the weights of a checkpoint: those of a functional model by its layers, of another one by its attributes."""
    from compat.flavors.shared.live import is_graph  # here, since most files list weights by layer
    from compat.loading.objects import in_own_order, pair_whole
    from compat.weights.by_class import holder
    from compat.weights.structure import has_layers, unwrapped

    stage, origin = loading(), origin_of(saved)
    whole = saved.objects or Node()
    root = unwrapped(whole) if is_graph(model) else whole
    has_own = bool((root.at("vars") or Node()).children)  # which no functional or Sequential model has
    lists_layers = has_layers(root) and not has_own and (holder(root) is None or is_graph(model))
    if saved.has_scopes or by_name or lists_layers:
        pairs = in_own_order(built, pairs_of(config, saved, origin, "name" if by_name else None), stage.live)
        _check_filled(built, () if by_name else pairs)
    else:
        pairs = [pair_whole(model, root, origin, stage.live)]
        built.layers = (((), model),)
    assign_fitting(stage, built, pairs, None, reshape)
    if getattr(model, "optimizer", None) is not None:
        if built.layers == (((), model),):
            built, pairs = _in_parts(built, pairs[0])
        _resume(model, built, saved, pairs, origin)


def _check_filled(built: BuiltModel, pairs: Sequence[Pair]) -> None:
    """Refuse to leave a layer as it is: what a layer of the user's has in a file is not known before."""
    given = {pair.path for pair in pairs}
    missing = ["/".join(path) for path, layer in built.layers if layer.weights and path not in given]
    if given and missing:
        raise WeightsError("The file holds no weights for {}; it may keep them once, at another layer that shares them. The "
                           "model is unchanged.".format(", ".join(missing[:20])))


def _in_parts(built: BuiltModel, whole: Pair) -> Tuple[BuiltModel, List[Pair]]:
    """A subclassed model and its pair, by the parts in whose order tf.keras counted the weights for its optimizer."""
    from compat.flavors.shared.live import parts  # here, since few models need it

    datasets = {id(weight): dataset for weight, dataset in zip(built.model.weights, whole.datasets)}
    layers = [(path, part) for path, part in parts(built.model) if part.weights]
    return BuiltModel(built.model, layers), [
        replace(whole, path=path, datasets=tuple(datasets[id(weight)] for weight in part.weights)) for path, part in layers]


def _resume(model: KerasModel, built: BuiltModel, saved: SavedModel, pairs: Sequence[Pair], origin: Origin) -> None:
    """Let the optimizer of a compiled model continue from its state in a checkpoint, as in tf.keras, where there is one."""
    from compat.weights.slots import slots

    pairs = in_counted_order(built, pairs)
    kept = optimizer_datasets(saved, pairs)
    if not kept:
        from compat.weights.kept import optimizers

        if len(optimizers(saved.objects or Node())) > 1:
            warn_caller(named(saved.path, "it holds the states of several optimizers, and does not say which of them trained "
                                          "this model, whose optimizer keeps its own state"))
        return
    stated = {"class_name": type(model.optimizer).__name__, "config": dict(model.optimizer.get_config())}
    with typed(WeightsError, "the weights were loaded, but the state of the optimizer cannot be read"):
        asked = stated, kept, pairs, loading().trainable(built), origin
        state = slots(*asked)
        resumed = loading().resume(built, state)
    if not resumed and not (state and state.is_fresh):
        from compat.weights.slot_fit import why_not

        warn_caller(named(saved.path, "the state of the optimizer in the file does not fit that of the model, which keeps its "
                                      "own ({})".format(why_not(*asked, state))))


def _with_names_of(config: Spec, saved: SavedModel) -> SavedModel:
    """The file's layers by the names of the model's, which differ where Keras 3 allows no ``/`` in a name, or torch no dot."""
    names = {str(layer["config"]["name"]) for layer in config["config"]["layers"]}
    return replace(saved, layers=tuple(replace(layer, name=_name_among(names, layer.name)) for layer in saved.layers))


def _name_among(names: Set[str], name: str) -> str:
    """The one of the names by which an installed Keras has a layer of a file."""
    without_slash = name.replace("/", "_")
    return next((each for each in (name, without_slash, without_slash.replace(".", "_")) if each in names), without_slash)


def assign_by_name(config: Spec, built: BuiltModel, weights: SavedModel, origin: Origin,
                   skipped: Optional[List[str]], reshape: bool = False) -> Tuple[int, int]:
    """Assign the layers that have the same name in a file of weights.

    Args:
        config: the model's, in the hub dialect.
        built: what the flavor built from it.
        origin: the Keras that wrote the file.
        skipped: what does not fit is left out and listed here; None to raise instead.
        reshape: as for :func:`load_weights`.

    Returns:
        How many arrays were assigned, and how many parameters they hold.
    """
    found = [each for layer in weights.layers for each in _pairs_by_name(config, layer, origin, skipped)]
    return assign_fitting(loading(), built, in_order_of_layers(built, found), skipped, reshape)


def _pairs_by_name(model: Spec, layer: LayerWeights, origin: Origin, skipped: Optional[List[str]]) -> Sequence[Pair]:
    try:
        return pair(model, [layer], origin, by="name")
    except WeightsError as error:  # of a model inside the model, with other layers
        if skipped is None:
            raise
        skipped.append(str(error))
        return ()


def skipping(path: Optional[PathLike], text: str) -> str:
    """The warning about weights that were left out."""
    return "Skipping loading of weights from {} due to mismatch in {}".format(path, text)


def origin_beside(weights: SavedModel, model: Origin) -> Origin:
    """Which Keras wrote a file of weights; Keras 1 did not state it: then the version is the model's."""
    own = origin_of(weights)
    if own.version_stated or own.major != model.major:
        return own
    return own._replace(keras_version=model.keras_version, version_stated=model.version_stated)
