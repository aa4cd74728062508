"""``tf.logging`` of TensorFlow 1: Python's logger named ``tensorflow``."""
import logging as python_logging
from typing import Any

from compat.flavors.keras3.tf.served import refuse

DEBUG, INFO, WARN, ERROR, FATAL = 10, 20, 30, 40, 50
_logger = python_logging.getLogger("tensorflow")
__getattr__ = refuse("tf.logging")


def set_verbosity(v: int) -> None:
    """Show messages of this level and above."""
    _logger.setLevel(v)


def get_verbosity() -> int:
    """The level that is shown."""
    return _logger.getEffectiveLevel()


def info(msg: Any, *args: Any) -> None:
    """Log at level INFO."""
    _logger.info(msg, *args)


def warn(msg: Any, *args: Any) -> None:
    """Log at level WARN."""
    _logger.warning(msg, *args)


def error(msg: Any, *args: Any) -> None:
    """Log at level ERROR."""
    _logger.error(msg, *args)


def debug(msg: Any, *args: Any) -> None:
    """Log at level DEBUG."""
    _logger.debug(msg, *args)


def fatal(msg: Any, *args: Any) -> None:
    """Log at level FATAL; the program goes on."""
    _logger.critical(msg, *args)


def log(level: int, msg: Any, *args: Any) -> None:
    """Log at that level."""
    _logger.log(level, msg, *args)


def log_if(level: int, msg: Any, condition: bool, *args: Any) -> None:
    """Log at that level if the condition holds."""
    if condition:
        _logger.log(level, msg, *args)


warning = warn
