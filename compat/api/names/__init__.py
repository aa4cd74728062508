"""Every public name of Keras 2.2.4 and 2.3.1: which old modules offer it, and which module of a flavour serves it.

One table per Keras package. Signatures and paths were read off the real Keras 2.2.4 and 2.3.1.
"""
from typing import Dict, FrozenSet, List, Optional, Tuple, Union

from compat.api.names import (
    activations,
    applications,
    backend,
    callbacks,
    constraints,
    datasets,
    engine,
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
    regularizers,
    training,
    utils,
    wrappers,
)
from compat.api.rows import Module, Name, path_and_versions

NAMES: Tuple[Name, ...] = (
    activations.NAMES + applications.NAMES + backend.NAMES + callbacks.NAMES + constraints.NAMES + datasets.NAMES
    + engine.NAMES + initializers.NAMES + interfaces.NAMES + layers.NAMES + losses.NAMES + metrics.NAMES
    + models.NAMES + numpy_backend.NAMES + optimizers.NAMES + preprocessing.NAMES + regularizers.NAMES
    + training.NAMES + utils.NAMES + wrappers.NAMES
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
    return table


#: old module → name → row
BY_MODULE: Dict[str, Dict[str, Row]] = _index()


def module_paths() -> Tuple[str, ...]:
    """Every public module of Keras 2.2.4 and 2.3.1, sorted.

    Example:
        >>> "keras.engine.topology" in module_paths()
        True
    """
    return tuple(sorted(BY_MODULE))


def lookup(module: str, name: str) -> Optional[Row]:
    """The row of ``module.name``, or None when the old Keras has no such public name.

    Example:
        >>> lookup("keras.layers.core", "Dense").home
        'layers'
    """
    return BY_MODULE.get(module, {}).get(name)


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
    return module == "keras.engine.topology" or row.name in ("Container", "tf", "name_scope", "_remove_long_seq")
