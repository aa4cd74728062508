"""Devices and name scopes."""
from contextlib import ExitStack, contextmanager
from typing import Any, Iterator, List, Optional, Sequence

import keras


@contextmanager
def name_scope(name: Optional[str], default_name: Optional[str] = None,
               values: Optional[Sequence[Any]] = None) -> Iterator[str]:
    """The names of variables made in this context begin with ``name``; ``/`` in it divides one scope from the next.

    Args:
        name: of the scope, or None.
        default_name: in its place if that is None.
        values: not used.
    """
    path = name or default_name or ""
    with ExitStack() as scopes:
        for part in filter(None, path.split("/")):
            scopes.enter_context(keras.name_scope(part))
        yield path


def get_available_gpus() -> List[str]:
    """The GPUs as TensorFlow 1 calls them, ``["/device:GPU:0", …]``; an empty list without any."""
    return ["/device:GPU:{}".format(number) for number in range(_gpu_count())]


def _gpu_count() -> int:
    if keras.backend.backend() == "torch":  # Keras before 3.10 lists no devices there
        import torch

        return int(torch.cuda.device_count())
    return len(keras.distribution.list_devices("gpu")) if _has_gpus() else 0


def _has_gpus() -> bool:
    """Whether to ask for GPUs: JAX raises for a kind of device that it does not know of."""
    return keras.backend.backend() != "jax" or any(
        device.startswith("gpu") for device in keras.distribution.list_devices())
