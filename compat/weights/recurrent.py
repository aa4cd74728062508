"""Recurrent layers: separate gates of Keras 1, and the layout in which cuDNN layers were stored.

Keras 1 with ``consume_less`` other than ``"gpu"`` kept an array per gate. CuDNNLSTM and CuDNNGRU (Keras 2.0.9 to 2.3.1,
tf.keras 1.x) kept kernels transposed gate by gate, and two biases; the size of the bias tells them apart.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, List

import numpy as np

from compat.hub.records import Origin

Arrays = List[np.ndarray]
LSTM_GATES, GRU_GATES = 4, 3
KERAS1_LSTM_ORDER = (0, 2, 1, 3)  # stored i, c, f, o; the hub has i, f, c, o
KERAS1_GRU_ORDER = (0, 1, 2)  # z, r, h in both


def join_lstm_gates(arrays: Arrays, config: Dict[str, Any], origin: Origin) -> Arrays:
    """Step: twelve arrays of Keras 1 (W, U, b of each gate) as kernel, recurrent kernel and bias."""
    return _join_gates(arrays, KERAS1_LSTM_ORDER)


def join_gru_gates(arrays: Arrays, config: Dict[str, Any], origin: Origin) -> Arrays:
    """Step: nine arrays of Keras 1 as kernel, recurrent kernel and bias."""
    return _join_gates(arrays, KERAS1_GRU_ORDER)


def lstm_from_cudnn(arrays: Arrays, config: Dict[str, Any], origin: Origin) -> Arrays:
    """Step: CuDNNLSTM to LSTM; recognized by a bias of 8 × units, whose halves are added."""
    if len(arrays) != 3 or arrays[2].shape != (2 * LSTM_GATES * arrays[1].shape[0],):
        return arrays
    kernel, recurrent = _kernels_from_cudnn(arrays, LSTM_GATES)
    return [kernel, recurrent, arrays[2].reshape(2, -1).sum(axis=0)]


def gru_from_cudnn(arrays: Arrays, config: Dict[str, Any], origin: Origin) -> Arrays:
    """Step: CuDNNGRU to GRU(reset_after=True); recognized by a flat bias of 6 × units, kept as two rows."""
    if len(arrays) != 3 or arrays[2].shape != (2 * GRU_GATES * arrays[1].shape[0],):
        return arrays
    kernel, recurrent = _kernels_from_cudnn(arrays, GRU_GATES)
    return [kernel, recurrent, arrays[2].reshape(2, -1)]


def _join_gates(arrays: Arrays, order: "tuple[int, ...]") -> Arrays:
    if len(arrays) != 3 * len(order):
        return arrays
    return [
        np.concatenate([arrays[3 * gate + part] for gate in order], axis=_gate_axis(arrays[part])) for part in range(3)
    ]


def _gate_axis(array: np.ndarray) -> int:
    # ConvLSTM2D's kernels come here after they were brought to (rows, columns, channels, filters).
    return array.ndim - 1


def _kernels_from_cudnn(arrays: Arrays, gates: int) -> Arrays:
    return [
        _by_gate(arrays[0], gates, lambda kernel: kernel.T.reshape(kernel.shape, order="F")),
        _by_gate(arrays[1], gates, lambda kernel: kernel.T),
    ]


def _by_gate(kernel: np.ndarray, gates: int, change: "Callable[[np.ndarray], np.ndarray]") -> np.ndarray:
    return np.concatenate([change(gate) for gate in np.split(kernel, gates, axis=1)], axis=1)
