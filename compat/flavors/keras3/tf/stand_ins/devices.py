"""``tf.config``: the devices of the backend, and settings of TensorFlow's that are accepted."""
from typing import Any, List, NamedTuple, Optional

from compat.flavors.keras3.backend.devices import get_available_gpus


class PhysicalDevice(NamedTuple):
    """A device of this machine."""

    name: str
    device_type: str


class LogicalDevice(NamedTuple):
    """A device as TensorFlow names it."""

    name: str
    device_type: str


class LogicalDeviceConfiguration(NamedTuple):
    """How much memory a device may use."""

    memory_limit: Any = None
    experimental_priority: Any = None


VirtualDeviceConfiguration = LogicalDeviceConfiguration


def list_physical_devices(device_type: Optional[str] = None) -> List[PhysicalDevice]:
    """The CPU and the GPUs that the backend uses, of one type if that is given.

    Example:
        >>> [device.name for device in list_physical_devices("CPU")]
        ['/physical_device:CPU:0']
    """
    found = [PhysicalDevice("/physical_device:CPU:0", "CPU")]
    found += [PhysicalDevice("/physical_device:GPU:{}".format(i), "GPU") for i in range(len(get_available_gpus()))]
    return [device for device in found if device_type in (None, device.device_type)]


def list_logical_devices(device_type: Optional[str] = None) -> List[LogicalDevice]:
    """As :func:`list_physical_devices`."""
    return [LogicalDevice(device.name.replace("/physical_", "/"), device.device_type)
            for device in list_physical_devices(device_type)]


get_visible_devices = list_physical_devices


def _accepted(*args: Any, **kwargs: Any) -> None:
    """Accepted; the backend is configured elsewhere."""


set_visible_devices = set_soft_device_placement = set_logical_device_configuration = run_functions_eagerly = _accepted
experimental_run_functions_eagerly = set_virtual_device_configuration = set_memory_growth = _accepted
set_synchronous_execution = _accepted
enable_tensor_float_32_execution = enable_mlir_bridge = enable_op_determinism = set_device_policy = _accepted
set_jit = set_experimental_options = set_inter_op_parallelism_threads = set_intra_op_parallelism_threads = _accepted
experimental_connect_to_cluster = experimental_connect_to_host = _accepted


def functions_run_eagerly() -> bool:
    """True: ``tf.function`` leaves a function as it is."""
    return True


def get_memory_growth(device: Any) -> bool:
    """True: the backend takes memory as it needs it, or as it is told elsewhere."""
    return True


def get_soft_device_placement() -> bool:
    """True: the backend places its tensors itself."""
    return True


def get_inter_op_parallelism_threads() -> int:
    """0: the backend decides."""
    return 0


get_intra_op_parallelism_threads = get_inter_op_parallelism_threads


def tensor_float_32_execution_enabled() -> bool:
    """False: nothing was switched on."""
    return False
