"""Write expected.npz: what each case of cases.py computes on the Keras that runs this.

With real Keras 2.2.4 on TensorFlow 1.15: ``python tests/flavors/keras3/backend/make_expected.py``.
"""
import json
import os
import sys

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))


def main():
    sys.path.insert(0, HERE)
    import keras
    from cases import CASES, INPUTS, outputs_of
    from keras import backend as K

    found = {}
    for case in CASES:
        tensors = [K.constant(INPUTS[name], dtype=INPUTS[name].dtype.name) for name in case[2]]
        for place, x in enumerate(outputs_of(case, K, tensors)):
            found["{}/{}".format(case[0], place)] = np.asarray(K.eval(x))
    np.savez_compressed(os.path.join(HERE, "expected.npz"), **packed(found, keras.__version__))
    print("{} values of {} cases".format(len(found), len(CASES)))


def packed(arrays, version):
    """One flat array per dtype and an index: one zip entry per small array would be mostly headers."""
    index, parts, used = {}, {}, {}
    for name, array in sorted(arrays.items()):
        dtype = array.dtype.name
        index[name] = [dtype, used.get(dtype, 0), list(array.shape)]
        used[dtype] = used.get(dtype, 0) + array.size
        parts.setdefault(dtype, []).append(array.ravel())
    flat = {dtype: np.concatenate(arrays) for dtype, arrays in parts.items()}
    return dict(flat, index=np.array(json.dumps({"keras": version, "values": index})))


if __name__ == "__main__":
    main()
