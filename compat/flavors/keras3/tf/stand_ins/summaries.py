"""The writers of summaries of TensorFlow 1, which old callbacks use to note values for TensorBoard."""
from typing import Any, Optional

from compat.errors import NotServedError

from ...tf_api import real


def FileWriter(logdir: str, graph: Any = None, max_queue: int = 10, flush_secs: int = 120,
               graph_def: Any = None, filename_suffix: Optional[str] = None, session: Any = None) -> Any:
    """A writer of ``tf.Summary`` values into a file of events: TensorFlow's own, on every backend where it is installed.

    Args:
        logdir: folder of the file.
        graph: not written: there is none; ``graph_def`` and ``session`` likewise.
        max_queue: how many summaries wait to be written.
        flush_secs: after how many seconds they are written.
        filename_suffix: of the name of the file.

    Raises:
        NotServedError: TensorFlow is not installed.
    """
    if not real.is_installed():
        raise NotServedError("tf.summary.FileWriter is TensorFlow's own: install it beside Keras (pip install tensorflow-cpu), "
                             "or use the callback keras.callbacks.TensorBoard")
    with real.name_of("Graph")().as_default():  # it refuses to be made where TensorFlow computes at once
        return real.name_of("summary.FileWriter", 1)(
            logdir, max_queue=max_queue, flush_secs=flush_secs, filename_suffix=filename_suffix)
