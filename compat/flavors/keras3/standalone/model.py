"""A model anew, call by call, with Keras's own operations for layers of this package."""
import warnings
from typing import Any, Dict, List

import keras
from keras import tree

from compat.flavors.protocol import Standalone

from .alike import difference
from .calls import Masks, called
from .compiled import compile_as
from .expressed import expressed
from .foreign import foreign_in
from .graph import name_apart, operations_between
from .records import Inexpressible, Weights

#: How many layers may hold each other; at each step those outside become operations, and what they held is in the graph.
_DEPTH = 4


def standalone(model: Any) -> Standalone:
    """The same model without anything of this package or of the user in its file.

    Layers that are Keras's own already are shared with ``model``, and so are their weights. Its predictions are compared.

    Args:
        model: a Sequential or functional model, built.

    Returns:
        The model, or ``model`` itself if it is made of Keras's own parts alone.

    Example:
        >>> from compat.layers import MyMeanPool
        >>> model = keras.Sequential([keras.Input((4, 2)), MyMeanPool(axis=1)])
        >>> "Mean" in [type(each).__name__ for each in standalone(model).model.operations]
        True
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of masks, which the model that was loaded has given already
        weights = Weights()
        try:
            made = model
            for _ in range(_DEPTH):
                before, made = made, _anew(made, weights)
                if made is before:
                    break
            if made is model:
                return Standalone(model)
            _check(model, made)
            compile_as(model, made, weights)
        except Inexpressible as error:
            return Standalone(None, error.args)
        return Standalone(made)


def _anew(model: Any, weights: Weights) -> Any:
    if not foreign_in(model):
        return model
    anew = _Anew(weights)
    made = anew.model(model, "")
    if anew.reasons:
        raise Inexpressible(*anew.reasons)
    return made


def _check(model: Any, made: Any) -> None:
    left = foreign_in(made)
    if left:
        raise Inexpressible("the model holds {}, which Keras does not have".format(", ".join(left)))
    gap = difference(model, made)
    if gap:
        raise Inexpressible(gap)


class _Anew:
    """Makes one model and those within it.

    Attributes:
        weights: by the identity of a weight, what holds its values now.
        reasons: why layers cannot be expressed.
    """

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.reasons: List[str] = []
        self._models: Dict[int, Any] = {}

    def model(self, model: Any, path: str) -> Any:
        """A functional model for one that is functional or Sequential.

        Raises:
            Inexpressible: it is neither.
        """
        if id(model) in self._models:
            return self._models[id(model)]
        graph = model._functional if isinstance(model, keras.Sequential) else model
        if graph is None or not isinstance(graph, keras.Model) or not hasattr(graph, "_nodes_by_depth"):
            raise Inexpressible("{!r}: its architecture is code, not layers and their calls".format(path or model.name))
        masks = Masks()
        inputs = tree.map_structure(_input, graph._inputs_struct)
        values = {id(old): new for old, new in zip(graph.inputs, tree.flatten(inputs))}
        for node in _in_order(graph):
            if node.operation is not None and not node.is_input:
                self._node(node, values, masks, path)
        if model.compiled and any(masks.is_stated(values[id(each)]) for each in graph.outputs):
            raise Inexpressible("the mask of its output reaches the loss, which operations do not pass on")
        outputs = tree.map_structure(lambda tensor: values[id(tensor)], graph._outputs_struct)
        name_apart(operations_between(outputs, ()), graph.operations)
        made = keras.Model(inputs, outputs, name=model.name)
        if not model.trainable:
            made._trainable = False
        self._models[id(model)] = made
        return made

    def _node(self, node: Any, values: Dict[int, Any], masks: Masks, path: str) -> None:
        args, kwargs = tree.map_structure(
            lambda each: values.get(id(each), each), (node.arguments.args, node.arguments.kwargs))
        operation, where = node.operation, path + node.operation.name
        try:
            outputs = self._outputs(operation, where, args, kwargs, masks)
        except Inexpressible as error:
            self.reasons.append(str(error))
            outputs = called(operation, args, kwargs, masks)
        for old, new in zip(tree.flatten(node.outputs), tree.flatten(outputs)):
            values[id(old)] = new

    def _outputs(self, operation: Any, where: str, args: Any, kwargs: Any, masks: Masks) -> Any:
        if not foreign_in(operation):
            return called(operation, args, kwargs, masks)
        if isinstance(operation, keras.Model):
            if masks.any_of((args, kwargs)):
                raise Inexpressible("{!r} is a model that is called on a masked tensor and holds {}".format(
                    where, ", ".join(foreign_in(operation))))
            return called(self.model(operation, where + "/"), args, kwargs, masks)
        return expressed(operation, where, args, kwargs, masks, self.weights)


def _input(tensor: Any) -> Any:
    """The input of a model, which old code makes with a layer of this package."""
    layer = tensor._keras_history.operation
    return keras.Input(batch_shape=tensor.shape, dtype=tensor.dtype, name=layer.name) if foreign_in(layer) else tensor


def _in_order(graph: Any) -> List[Any]:
    by_depth = graph._nodes_by_depth
    return [node for depth in sorted(by_depth, reverse=True) for node in by_depth[depth]]
