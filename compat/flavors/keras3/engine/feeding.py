"""What a model with inputs and outputs is fed: data, checked and brought to lists of arrays as Keras 2 did.

An input made of a tensor (``Input(tensor=…)``) and a target tensor that ``compile`` was given are not fed: each step takes
the value that the tensor has then. So it is with data that are variables or tensors of the graph.
"""
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Tuple

import keras
import numpy as np

from compat.flavors.shared import input_data, output_weights

from .. import losses
from ..graph.function import Function
from ..graph.walk import is_placeholder
from ..variables import is_variable
from .arrays import as_numbers, dense, standardized


class FedOutput(NamedTuple):
    """An output that has a loss: its name, its tensor, the loss, and the tensor of its targets where it is not fed."""

    name: str
    tensor: Any
    loss: Any
    target: Any


class Fed(NamedTuple):
    """Data of a model: one for each input that is fed, one for each target, sample weights by output, or none."""

    inputs: List[Any]
    targets: List[Any]
    weights: List[Any]

    def are_tensors(self) -> bool:
        """Whether some are variables or tensors of the graph, whose values a step takes."""
        return any(is_graph_tensor(each) for each in self.inputs + self.targets)

    def samples(self) -> Optional[int]:
        """The number of samples; None of tensors, or of no data."""
        arrays = [each for each in self.inputs + self.targets if not is_graph_tensor(each)]
        return int(arrays[0].shape[0]) if arrays else None

    def rows(self, chosen: Any) -> "Fed":
        """Some samples of all."""
        return Fed(*[[each if is_graph_tensor(each) or each is None else each[chosen] for each in part] for part in self])


def is_graph_tensor(value: Any) -> bool:
    """Whether this is a variable or a description: its value is taken when a step runs."""
    return is_variable(value) or isinstance(value, keras.KerasTensor)


class Feeding:
    """Mix-in of a model with inputs and outputs: which of these are fed, and with what."""

    @property
    def _feed_inputs(self: Any) -> List[Any]:
        return [tensor for tensor in self.inputs if source_of(tensor) is None]

    @property
    def _feed_input_names(self: Any) -> List[str]:
        return [tensor._keras_history[0].name for tensor in self._feed_inputs]

    @property
    def _feed_input_shapes(self: Any) -> List[Any]:
        return [tuple(tensor.shape) for tensor in self._feed_inputs]

    @property
    def _feed_outputs(self: Any) -> List[Any]:
        return [output.tensor for output in self._fed_outputs()]

    @property
    def _feed_output_names(self: Any) -> List[str]:
        return [output.name for output in self._fed_outputs()]

    @property
    def _feed_output_shapes(self: Any) -> List[Any]:
        return [_target_shape(output) for output in self._fed_outputs()]

    @property
    def _feed_loss_fns(self: Any) -> List[Any]:
        return [getattr(output.loss, "fn", output.loss) for output in self._fed_outputs()]

    @property
    def loss_functions(self: Any) -> List[Any]:
        """The loss of each output, as ``compile`` found it by its name.

        Raises:
            AttributeError: the model is not compiled.
        """
        if not self.compiled:
            raise AttributeError("the model is not compiled: it has no loss_functions")
        return [getattr(loss, "fn", loss) for loss in self._compiled_losses()]

    @property
    def _feed_sample_weight_modes(self: Any) -> List[Any]:
        return [self._sample_weight_mode_of(output.name) for output in self._fed_outputs()]

    def _outputs_with_losses(self: Any) -> List[FedOutput]:
        tensors = vars(self).get("_target_tensors") or {}
        rows = zip(self._names_of_outputs(), self.outputs, self._compiled_losses())
        return [FedOutput(name, tensor, loss, tensors.get(name)) for name, tensor, loss in rows if loss is not None]

    def _fed_outputs(self: Any) -> List[FedOutput]:
        return [output for output in self._outputs_with_losses() if output.target is None]

    @property
    def sample_weight_modes(self: Any) -> List[Any]:
        """``"temporal"`` or None, for each output."""
        return [self._sample_weight_mode_of(name) for name in self.output_names]

    def _sample_weight_mode_of(self: Any, name: str) -> Optional[str]:
        given: Any = vars(self).get("sample_weight_mode")
        if isinstance(given, dict):
            given = given.get(name)
        found: Optional[str] = given[list(self._names_of_outputs()).index(name)] if isinstance(given, list) else given
        return found

    def _standardize_user_data(self: Any, x: Any, y: Any = None, sample_weight: Any = None, class_weight: Any = None,
                               check_array_lengths: bool = True, batch_size: Optional[int] = None) -> Any:
        """Lists of arrays for the inputs, targets and sample weights.

        Raises:
            ValueError: number, rank, size or number of samples are not those of the model.
        """
        fed = self._fed(x, y, sample_weight, class_weight, check_array_lengths, batch_size)
        return fed.inputs, fed.targets, self._weights_or_ones(fed)

    def _weights_or_ones(self: Any, fed: Fed) -> List[Any]:
        if fed.weights or not fed.targets:
            return fed.weights
        modes = [self._sample_weight_mode_of(output.name) for output in self._fed_outputs()]
        return [np.ones(y.shape[:1 if mode is None else 2], dtype=keras.config.floatx()) for y, mode in zip(fed.targets, modes)]

    def _fed(self: Any, x: Any, y: Any = None, sample_weight: Any = None, class_weight: Any = None,
             check_lengths: bool = True, batch_size: Optional[int] = None) -> Fed:
        entries = self._feed_inputs
        inputs = input_data.standardize_input_data(
            self._without_nests(x, entries), [tensor._keras_history[0].name for tensor in entries],
            [tensor.shape for tensor in entries], False, "input")
        inputs = [as_numbers(given, tensor) for given, tensor in zip(inputs, entries)]
        outputs = self._fed_outputs() if y is not None else []
        shapes = [_target_shape(output) for output in outputs]
        targets = input_data.standardize_input_data(
            self._without_nests(y, [output.tensor for output in outputs]), [output.name for output in outputs], shapes,
            False, "target")
        targets = [as_numbers(given) for given in targets]
        weights = self._standardized_weights(inputs, targets, sample_weight, class_weight)
        if check_lengths and targets and inputs:
            input_data.check_array_length_consistency(inputs, targets, weights or targets)
            output_weights.check_loss_and_target_compatibility(
                targets, [getattr(output.loss, "fn", output.loss) for output in outputs], shapes)
        if self.stateful and inputs:
            check_stateful_batches(inputs[0].shape[0], batch_size)
        return Fed(inputs, targets, weights)

    def _without_nests(self, data: Any, tensors: List[Any]) -> Any:
        """Data in which nested lists of numbers are arrays, as one input takes them in every era but some."""
        texts = any(tensor.dtype == "string" for tensor in tensors)
        found = standardized(data, [len(tensor.shape) for tensor in tensors], texts)
        if isinstance(found, dict):
            return {name: dense(value) for name, value in found.items()}
        return [dense(value) for value in found] if isinstance(found, (list, tuple)) else dense(found)

    def _standardized_weights(self: Any, inputs: List[Any], targets: List[Any], sample_weight: Any,
                              class_weight: Any) -> List[Any]:
        """Sample weights for each output with a loss; an empty list where neither these nor class weights are given."""
        if sample_weight is None and class_weight is None:
            return []
        outputs = self._outputs_with_losses()
        names = [output.name for output in outputs]
        by_sample = output_weights.standardize_sample_weights(sample_weight, names)
        by_class = output_weights.standardize_class_weights(class_weight, names)
        if all(each is None for each in by_sample + by_class):
            return []
        left = iter(targets)
        found = []
        for output, weights, classes in zip(outputs, by_sample, by_class):
            y = next(left) if output.target is None else np.empty((len(inputs[0]),) + tuple(output.tensor.shape[1:2]))
            found.append(output_weights.standardize_weights(y, weights, classes, self._sample_weight_mode_of(output.name)))
        return found

    # Steps

    def _fills(self: Any) -> bool:
        """Whether a step takes the values of tensors: inputs or targets that are not fed."""
        return len(self._feed_inputs) < len(self.inputs) or any(each.target is not None for each in self._outputs_with_losses())

    def _native_step(self: Any, fed: Fed, predicts: bool = False) -> Tuple[Any, Any, Any]:
        """Data of a step as Keras 3 takes them, with the values of what is not fed."""
        outputs = self._outputs_with_losses() if vars(self).get("_target_tensors") and not predicts else []
        sources = [source_of(tensor) for tensor in self.inputs]
        fills = any(source is not None for source in sources) or any(output.target is not None for output in outputs)
        if fills or fed.are_tensors():
            self._show_state()
        given = iter(fed.inputs)
        x = [value_now(next(given)) if source is None else source for source in sources]
        if len(fed.inputs) < len(sources):
            x = self._with_sources(x, sources)
        y = [value_now(each) for each in fed.targets]
        if any(output.target is not None for output in outputs):
            left, computed = iter(y), iter(self._target_values(outputs, x))
            y = [next(left) if output.target is None else next(computed) for output in outputs]
        return single(x), single(y), single(fed.weights)

    def _with_sources(self: Any, x: List[Any], sources: List[Any]) -> List[Any]:
        """The values of all inputs, those made of tensors computed: of variables, or of inputs that are fed."""
        facts: Dict[str, Any] = vars(self)
        places = [place for place, source in enumerate(sources) if source is None]
        if facts.get("_source_function") is None:
            facts["_source_function"] = Function([self.inputs[place] for place in places],
                                                 [each for each in sources if each is not None])
        computed = iter(facts["_source_function"]([x[place] for place in places]))
        return [value if source is None else next(computed) for value, source in zip(x, sources)]

    def _target_values(self: Any, outputs: List[FedOutput], x: List[Any]) -> List[Any]:
        facts: Dict[str, Any] = vars(self)
        if facts.get("_target_function") is None:
            facts["_target_function"] = Function(self.inputs, [each.target for each in outputs if each.target is not None])
        return facts["_target_function"](x)  # type: ignore[no-any-return]

    def _steps(self: Any, fed: Fed, batch_size: Optional[int], shuffle: Any, predicts: bool) -> Iterator[Any]:
        """Batches without end, or all data in each step where these are tensors or ``batch_size`` is None."""
        arrays = [each for each in fed.inputs + fed.targets if not is_graph_tensor(each)]
        order = np.arange(len(arrays[0]) if arrays else 0)
        while True:
            if batch_size is None or not arrays:
                yield self._native_step(fed, predicts)
                continue
            if shuffle:  # the order of the epoch before, as Keras 2 did
                np.random.shuffle(order)
            for start, stop in input_data.make_batches(len(order), batch_size):
                yield self._native_step(fed.rows(order[start:stop]), predicts)


def source_of(tensor: Any) -> Any:
    """What gives an input its value, where it was made of a tensor; else None."""
    return vars(tensor._keras_history[0]).get("_value_source")


def value_now(value: Any) -> Any:
    """The value that a variable or a description has now; a sparse matrix whole; anything else unchanged."""
    if is_variable(value) or isinstance(value, keras.KerasTensor) and not is_placeholder(value):
        return Function([], [value])([])[0]
    return value.toarray() if hasattr(value, "toarray") else value


def single(values: List[Any]) -> Any:
    """One value alone, several as a list, None for none."""
    return None if not values else values[0] if len(values) == 1 else values


def check_stateful_batches(samples: int, batch_size: Optional[int]) -> None:
    """Refuse samples that leave a part of a batch to a stateful model, as Keras 2 did.

    Raises:
        ValueError: they do.
    """
    if batch_size and samples % batch_size:
        raise ValueError("In a stateful network, you should only pass inputs with a number of samples that can be divided by "
                         "the batch size. Found: {} samples".format(samples))


def _target_shape(output: FedOutput) -> Any:
    """The shape of targets for an output; None for a loss of the program's own, which may want any."""
    shape = tuple(output.tensor.shape)
    function = getattr(output.loss, "fn", None)
    if function is losses.sparse_categorical_crossentropy:
        first = keras.config.image_data_format() == "channels_first" and len(shape) in (4, 5)
        return (shape[0], 1) + shape[2:] if first else shape[:-1] + (1,)
    return shape if function in losses.BY_NAME.values() else None
