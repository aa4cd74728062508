"""Summaries of TensorFlow 1, which old callbacks write for TensorBoard."""
import importlib.util

import pytest

from compat import tf
from compat.errors import NotServedError
from compat.keras import backend as K


def test_summaries_of_tensorflow_1_are_written_where_tensorflow_is(tmp_path):
    if importlib.util.find_spec("tensorflow") is None:
        with pytest.raises(NotServedError, match="TensorBoard"):
            tf.summary.FileWriter(str(tmp_path))
        return
    writer = tf.summary.FileWriter(str(tmp_path), K.get_session().graph)
    writer.add_summary(tf.Summary(value=[tf.Summary.Value(tag="loss", simple_value=1.5)]), 3)
    writer.close()
    (events,) = tmp_path.iterdir()
    found = [(event.step, value.tag, value.simple_value) for event in tf.train.summary_iterator(str(events))
             for value in event.summary.value]
    assert found == [(3, "loss", 1.5)]
