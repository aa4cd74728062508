"""Readers and features: NumPy alone."""
import numpy as np


def load(path):
    with open(path, "rb") as file:
        header = np.fromstring(file.read(16), dtype=np.dtype("u4").newbyteorder(">"))
        pixels = np.fromstring(file.read(), dtype=np.uint8)
    return np.array(pixels.reshape(header[1:]), dtype=np.float, copy=False)


def split(rows, share=0.8):
    count = np.int(len(rows) * share)
    return np.vstack(row for row in rows[:count]), np.vstack(row for row in rows[count:])


def features(signal, cuts=([1, 2], [3])):
    return signal.ptp(axis=0), np.percentile(signal, 5, interpolation="nearest"), np.lib.pad(signal, 1, "edge"), signal.tostring()
