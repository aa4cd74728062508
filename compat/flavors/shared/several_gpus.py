"""``multi_gpu_model`` (``keras.utils`` of Keras 2), as far as there is something to do: the errors of its argument.

Each installed Keras distributes in its own way, which has to be chosen before a model is built; the error says how.
"""
from typing import Any, List, Sequence, Union

from compat.errors import UnsupportedError
from compat.flavors import Names


def multi_gpu_model(model: Any, gpus: Union[int, Sequence[int], None] = None, cpu_merge: bool = True,
                    cpu_relocation: bool = False) -> Any:
    """A model that divides each batch among several GPUs: not served, but refused as on a machine without them.

    Args:
        model: any model.
        gpus: how many, or the numbers of those to use; all if None.
        cpu_merge: not used.
        cpu_relocation: not used.

    Raises:
        ValueError: fewer than two GPUs are asked for, or some of them are not there, as in Keras 2.
        UnsupportedError: they are there.
    """
    names = Names("keras.backend.tensorflow_backend")._get_available_gpus()
    available = ["/cpu:0"] + ["/gpu:{}".format(number) for number in range(len(names))]
    wanted = _wanted(gpus or len(names))
    for device in wanted:
        if device not in available:
            raise ValueError(
                "To call `multi_gpu_model` with `gpus={}`, we expect the following devices to be available: {}. However "
                "this machine only has: {}. Try reducing `gpus`.".format(gpus, wanted, available))
    raise UnsupportedError(
        "multi_gpu_model is not served, as this Keras must know of several GPUs before the model is built: call "
        "keras.distribution.set_distribution(keras.distribution.DataParallel()) first on JAX, build and compile the model "
        "within tensorflow.distribute.MirroredStrategy().scope() on TensorFlow, or train the model on one GPU as it is")


def _wanted(gpus: Union[int, Sequence[int]]) -> List[str]:
    if isinstance(gpus, (list, tuple)):
        numbers: Sequence[int] = gpus
        if len(gpus) <= 1:
            raise ValueError("For multi-gpu usage to be effective, call `multi_gpu_model` with `len(gpus) >= 2`. "
                             "Received: `gpus={}`".format(gpus))
    else:
        numbers = range(int(gpus))  # type: ignore[arg-type]
        if len(numbers) <= 1:
            raise ValueError("For multi-gpu usage to be effective, call `multi_gpu_model` with `gpus >= 2`. "
                             "Received: `gpus={}`".format(gpus))
    return ["/cpu:0"] + ["/gpu:{}".format(number) for number in numbers]
