"""``tf.keras.experimental.PeepholeLSTMCell`` of TensorFlow 2.0 to 2.4: gates that see the carry state."""
from typing import Any, Tuple

import keras
from keras import ops

from ..layers import LSTMCell


@keras.saving.register_keras_serializable(package="tf.keras")
class PeepholeLSTMCell(LSTMCell):  # type: ignore[misc]
    """An :class:`LSTMCell` whose gates for input and forgetting add the old carry state, and that for output the new one, each
    element times a weight of its own."""

    def build(self, input_shape: Any) -> None:
        """Make the weights, ``(units,)`` for each of the three gates beside those of the cell."""
        super().build(input_shape)
        self.input_gate_peephole_weights, self.forget_gate_peephole_weights, self.output_gate_peephole_weights = (
            self.add_weight(shape=(self.units,), name=gate + "_gate_peephole_weights", initializer=self.kernel_initializer)
            for gate in ("input", "forget", "output"))

    def _compute_carry_and_output(self, x: Any, h_tm1: Any, c_tm1: Any) -> Tuple[Any, Any]:
        kernels = ops.split(ops.convert_to_tensor(self.recurrent_kernel), 4, axis=1)
        return self._compute_carry_and_output_fused(
            [each + ops.matmul(state, kernel) for each, state, kernel in zip(x, h_tm1, kernels)], c_tm1)

    def _compute_carry_and_output_fused(self, z: Any, c_tm1: Any) -> Tuple[Any, Any]:
        i = self.recurrent_activation(z[0] + self.input_gate_peephole_weights * c_tm1)
        f = self.recurrent_activation(z[1] + self.forget_gate_peephole_weights * c_tm1)
        c = f * c_tm1 + i * self.activation(z[2])
        return c, self.recurrent_activation(z[3] + self.output_gate_peephole_weights * c)
