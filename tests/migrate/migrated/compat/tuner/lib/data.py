"""Readers and features: NumPy alone."""
import numpy as np


def load(path):
    with open(path, "rb") as file:
        header = np.frombuffer(file.read(16), dtype=np.dtype("u4").newbyteorder(">")).copy()
        pixels = np.frombuffer(file.read(), dtype=np.uint8).copy()
    return np.asarray(pixels.reshape(header[1:]), dtype=float)


def split(rows, share=0.8):
    count = int(len(rows) * share)
    return np.vstack([row for row in rows[:count]]), np.vstack([row for row in rows[count:]])


def features(signal, cuts=([1, 2], [3])):
    # compat: K035 NumPy's arrays have no tostring any more: write a.tobytes()
    return np.ptp(signal, axis=0), np.percentile(signal, 5, method="nearest"), np.pad(signal, 1, "edge"), signal.tostring()
