"""``compat doctor --calls``: the functions of TensorFlow that code calls, counted."""
import json

import pytest

from compat.cli import main
from compat.flavor import active

PROGRAM = """
import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow import nn
from tensorflow.python.ops import array_ops
x = tf.zeros(3)

def loss(a, b):
    tf.keras.backend.mean(a)
    return tf.reduce_mean(nn.relu(a)) + tf1.reduce_mean(b) + array_ops.where(a, a, b) + tf.raw_ops.Softplus(features=a)
"""


@pytest.mark.skipif(active().name != "keras3" or active().backend == "tensorflow", reason="there every name is served")
def test_the_calls_in_functions_are_counted_by_public_name(tmp_path, capsys):
    (tmp_path / "loss.py").write_text(PROGRAM)
    (tmp_path / "test_loss.py").write_text(PROGRAM)
    (tmp_path / "python_2.py").write_text("print 'old'")
    main(["doctor", "--json", "--calls", str(tmp_path)])
    found = json.loads(capsys.readouterr().out)["calls"]
    assert {row["name"]: (row["calls"], row["served"]) for row in found["functions_called"]} == {
        "reduce_mean": (2, "yes"), "nn.relu": (1, "yes"), "where": (1, "yes"), "raw_ops.Softplus": (1, "no")}
    assert found["calls"] == 5 and found["share"] == 0.8
    main(["doctor", "--calls", str(tmp_path)])
    printed = capsys.readouterr().out
    assert "80.0% of the calls that compute are served" in printed
    instead = "use the public function of the operation"
    assert [row["replacement"] for row in found["functions_called"] if row["served"] == "no"] == [instead]
    assert "Not served here, and what code does instead:\n  tf.raw_ops.Softplus: {}\n".format(instead) in printed
