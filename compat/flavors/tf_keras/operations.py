"""Functions of TensorFlow that files of tf.keras hold as layers: called again, by their public names.

``TFOpLambda`` and ``SlicingOpLambda`` are of tf.keras 2.4 to 2.15, ``TensorFlowOpLayer`` of 1.14 to 2.3. Only functions in
:mod:`compat.api.tf_operations` are called; the installed Keras makes a layer of each call by itself.
"""
from typing import Any, Dict, Tuple

from compat.api.tf_operations import SYMBOLS, TAKES_LIST, VERSION_1
from compat.errors import ConfigError
from compat.flavors.shared.tf_nodes import call_of_node, plain

from .installed import tensorflow

#: What :mod:`..shared.tf_nodes` calls by a name of compat's own → TensorFlow's.
_OWN = {"own.masked_slice": "strided_slice"}


class OperationCall:
    """An operation of a file; calling it gives what TensorFlow's function gives for symbolic tensors.

    Attributes:
        config: of ``TFOpLambda``, ``SlicingOpLambda`` or ``TensorFlowOpLayer``.
    """

    weights: Tuple[Any, ...] = ()
    trainable_weights: Tuple[Any, ...] = ()

    def __init__(self, config: Dict[str, Any]) -> None:
        self.config = config

    def __call__(self, args: Any, **kwargs: Any) -> Any:
        """Call the function on a tensor or a list of tensors, with the other arguments of the file.

        Raises:
            ConfigError: the function is not served.
        """
        if "node_def" in self.config:
            symbol, first, kwargs = call_of_node(self.config, args if isinstance(args, list) else [args])
        else:
            symbol, first = str(self.config.get("function") or "__operators__.getitem"), [args]
        if plain(symbol) in TAKES_LIST:
            first = [each if isinstance(each, list) else [each] for each in first]
        return self._function(symbol)(*_decoded(first), **_decoded(kwargs))

    def _function(self, symbol: str) -> Any:
        found: Any = None
        if symbol in _OWN or plain(symbol) in SYMBOLS or plain(symbol) in VERSION_1:
            found = _at(tensorflow, _OWN.get(symbol, symbol)) or _at(tensorflow.compat.v1, symbol)
        if found is None:
            raise ConfigError("layer {!r} calls tf.{}, which is not served; replace it in the model that wrote the "
                              "file".format(self.config.get("name"), symbol))
        return found


def _at(module: Any, path: str) -> Any:
    for name in path.split("."):
        module = getattr(module, name, None)
    return module


def _decoded(value: Any) -> Any:
    """An argument as the file has it, with its slices, ellipses and tuples."""
    if isinstance(value, list):
        return [_decoded(each) for each in value]
    if not isinstance(value, dict):
        return Ellipsis if isinstance(value, str) and value == "Ellipsis" else value
    if value.get("class_name") == "__ellipsis__":
        return Ellipsis
    if set(value) == {"start", "stop", "step"}:
        return slice(*[_decoded(value[part]) for part in ("start", "stop", "step")])
    return {key: _decoded(each) for key, each in value.items()}
