"""A model file or an architecture, and the file of weights that goes with it, open for reading."""
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import Iterator, Optional, Tuple

from compat.flavors.protocol import PathLike
from compat.loading.naming import about
from compat.loading.options import LoadOptions
from compat.saved import Limits, SavedModel, is_architecture, open_model, read_architecture


@contextmanager
def opened(path: PathLike, options: LoadOptions) -> Iterator[Tuple[SavedModel, Optional[SavedModel]]]:
    """A model file or an architecture, and the file of weights that goes with it, open for reading."""
    limits = options.limits
    with ExitStack() as stack:
        beside = None if options.weights is None else stack.enter_context(_weights(options.weights, limits))
        if not is_architecture(path):
            yield stack.enter_context(open_model(path, limits)), beside
        elif beside is None:
            yield read_architecture(path, limits), None
        else:
            yield _with_facts_of(beside, read_architecture(path, limits)), beside


@contextmanager
def _weights(path: PathLike, limits: Limits) -> Iterator[SavedModel]:
    with ExitStack() as stack:
        with about(path):
            saved = stack.enter_context(open_model(path, limits))
        yield saved


def _with_facts_of(weights: SavedModel, architecture: SavedModel) -> SavedModel:
    """The architecture, completed by what only the weights file may state about the Keras that wrote both."""
    config, objects = architecture.model_config, weights.objects
    if config is not None and objects is not None and objects.holds_tables():
        from compat.saved.vocabularies import of_checkpoint  # here, since few models look words up

        config = of_checkpoint(config, objects)
    return replace(architecture, model_config=config, warnings=architecture.warnings + weights.warnings, layers=weights.layers,
                   objects=weights.objects, has_scopes=weights.has_scopes,
                   keras_version=architecture.keras_version or weights.keras_version,
                   backend=weights.backend or architecture.backend)
