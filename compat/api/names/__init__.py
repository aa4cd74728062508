"""Every public name of Keras 2.2.4 and 2.3.1, and of tf.keras 2.15: which old modules offer it, which of a flavor serves it.

One table per Keras package, and one for tf.keras, whose modules are called ``tf.keras.layers`` and so on. Signatures and
paths were read off the real Kerases.
"""
import functools
from typing import Dict, FrozenSet, List, Optional, Tuple, Union

from compat.api.names import (
    activations,
    applications,
    backend,
    before_22,
    callbacks,
    constraints,
    datasets,
    engine,
    imported,
    initializers,
    interfaces,
    layers,
    losses,
    metrics,
    models,
    modules,
    numpy_backend,
    optimizers,
    preprocessing,
    private,
    regularizers,
    training,
    utils,
    wrappers,
)
from compat.api.rows import Module, Name, path_and_versions

NAMES: Tuple[Name, ...] = (
    activations.NAMES + applications.NAMES + backend.NAMES + callbacks.NAMES + constraints.NAMES + datasets.NAMES
    + engine.NAMES + initializers.NAMES + interfaces.NAMES + layers.NAMES + losses.NAMES + metrics.NAMES
    + models.NAMES + numpy_backend.NAMES + optimizers.NAMES + preprocessing.NAMES + private.NAMES
    + regularizers.NAMES + training.NAMES + utils.NAMES + wrappers.NAMES + before_22.NAMES
)
MODULES: Tuple[Module, ...] = modules.MODULES

#: Old modules that offer names but are themselves named nowhere else.
_BARE_MODULES = ("keras", "keras.engine.topology", "keras.legacy.layers", "keras.objectives",
                 "keras.callbacks.tensorboard_v2", "keras.applications.mobilenetv2", "keras.backend.numpy_backend",
                 "keras.utils.test_utils", "keras.utils.training_utils", "keras.preprocessing.image",
                 "keras.wrappers.scikit_learn")

Row = Union[Name, Module]


def _index() -> Dict[str, Dict[str, Row]]:
    table: Dict[str, Dict[str, Row]] = {path: {} for path in _BARE_MODULES}
    for module_row in MODULES:
        if module_row.target.startswith("keras."):
            table.setdefault(module_row.target, {})
    rows: List[Row] = [*MODULES, *NAMES]
    for row in rows:
        for path in row.paths:
            table.setdefault(path_and_versions(path)[0], {}).setdefault(row.name, row)
    defined: Dict[str, Row] = {row.name: row for row in NAMES}
    defined.update({name: Module(name, target, ()) for name, target in imported.MODULES.items()})
    defined.update({name: table[module][name] for name, module in imported.DEFINED_IN.items()})
    for module, names in [*imported.IMPORTED.items(), *before_22.IMPORTED.items()]:
        for name in names.split():
            table[module].setdefault(name, defined[name])
    return table


#: old module → name → row
BY_MODULE: Dict[str, Dict[str, Row]] = _index()

#: Short names of losses in Keras 2.2.4, which metrics have too → the function that they are.
LOSS_ALIASES: Dict[str, str] = {row.name: row.alias_of for row in losses.NAMES if row.alias_of and row.v2_2_4}


def module_paths() -> Tuple[str, ...]:
    """Every public module of Keras 2.2.4 and 2.3.1, sorted.

    Example:
        >>> "keras.engine.topology" in module_paths()
        True
    """
    return tuple(sorted(BY_MODULE))


@functools.lru_cache(maxsize=None)
def of_tf_keras() -> Dict[str, Dict[str, Row]]:
    """module of tf.keras → name → row; read when first asked for.

    Example:
        >>> of_tf_keras()["tf.keras.optimizers.legacy"]["Adam"].home
        'legacy_optimizers'
    """
    from compat.api.names import tf_keras
    from compat.api.names.tf_keras_before import BEFORE

    table: Dict[str, Dict[str, Row]] = {row.target: {} for row in tf_keras.MODULES}
    rows: List[Row] = [*tf_keras.MODULES, *tf_keras.NAMES]
    for row in rows:
        for path in row.paths:
            module = path_and_versions(path)[0]
            before = BEFORE.get("{}.{}".format(module, row.name))
            table.setdefault(module, {})[row.name] = row._replace(before=before) if before and isinstance(row, Name) else row
    return table


def names_in(module: str) -> Dict[str, Row]:
    """The public names of one module of either Keras.

    Example:
        >>> sorted(names_in("tf.keras.saving"))[:2]
        ['custom_object_scope', 'deserialize_keras_object']
    """
    return (of_tf_keras() if module.startswith("tf.") else BY_MODULE).get(module, {})


def lookup(module: str, name: str) -> Optional[Row]:
    """The row of ``module.name``, or None when the old Keras has no such public name.

    Example:
        >>> lookup("keras.layers.core", "Dense").home
        'layers'
    """
    return names_in(module).get(name)


def public_names(version: str) -> FrozenSet[Tuple[str, str]]:
    """All (module, name) pairs of one Keras version, as that version's own modules list them.

    Example:
        >>> len(public_names("2.2.4"))
        1120
    """
    rows: List[Row] = [*MODULES, *NAMES]
    return frozenset(
        (module, row.name)
        for row in rows
        for module, versions in map(path_and_versions, row.paths)
        if version in versions and not _added_here(module, row)
    )


def _added_here(module: str, row: Row) -> bool:
    """Whether the pair is one that old code uses but that the version's list of public names leaves out."""
    private_name = row.name.startswith("_") or (module, row.name) in private.WITHOUT_UNDERSCORE
    return private_name or row in before_22.NAMES or module == "keras.engine.topology" or row.name in ("Container", "tf")
