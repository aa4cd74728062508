"""How a legacy layer's ``build`` is run by Keras 3, and run again where its tensors must follow the weights."""
import functools
from typing import Any, Callable

from ..context import building
from ..recording import FirstBuild, recording, runs_again


def legacy_build(layer: Any, build: Callable[..., Any]) -> Callable[..., Any]:
    """``layer.build`` as Keras 3 wraps it, run as the current layer, then given its initial weights."""

    @functools.wraps(build)
    def run(*args: Any, **kwargs: Any) -> None:
        with building(layer):
            if runs_again():
                type(layer).build(layer, *args, **kwargs)
                return
            with recording(layer, lambda: type(layer).build(layer, *args, **kwargs)) as record:
                build(*args, **kwargs)
        if record.follows_weights:
            _follow_weights(layer, record)
        values = vars(layer)["_initial_weights"]
        if values is not None:
            vars(layer)["_initial_weights"] = None
            layer.set_weights(values)

    return run


def _follow_weights(layer: Any, record: FirstBuild) -> None:
    facts = vars(layer)
    facts["_first_build"] = record
    if record.computed:
        facts["call"] = _with_new_tensors(record, layer.call)


def _with_new_tensors(record: FirstBuild, call: Callable[..., Any]) -> Callable[..., Any]:
    """``call``, for which the attributes that ``build`` computed are computed anew."""

    @functools.wraps(call)
    def run(*args: Any, **kwargs: Any) -> Any:
        with record.again():
            return call(*args, **kwargs)

    return run
