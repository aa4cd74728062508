"""Which TensorFlow symbols have a function here, and where: the tables of :mod:`compat.api.tf_operations` and two more."""
from typing import Dict, Optional

from compat.api.tf_functions import OPERATIONS, home_of
from compat.api.tf_operations import SYMBOLS, VERSION_1
from compat.flavors.shared.tf_nodes import plain

#: Names that no TensorFlow has: what a graph operation or a shape becomes.
_INTERNAL: Dict[str, str] = {name: name for name in ("own.masked_slice", "own.as_integers")}


def knows_symbol(symbol: str) -> bool:
    """Whether there is a function for a symbol.

    Example:
        >>> knows_symbol("math.add"), knows_symbol("compat.v1.reshape"), knows_symbol("io.read_file")
        (True, True, False)
    """
    return plain(symbol) in SYMBOLS or plain(symbol) in OPERATIONS or symbol in _INTERNAL


def path_of(symbol: str) -> Optional[str]:
    """Where the function of a symbol is: a path below ``tf``, ``own.NAME`` or ``home.MODULE.NAME``; or None."""
    name = plain(symbol)
    of_version_1 = VERSION_1.get(name) if name != symbol else None
    found = of_version_1 or SYMBOLS.get(name) or _INTERNAL.get(symbol)
    return found or ("home." + home_of(name, 1 if name != symbol else 2) if name in OPERATIONS else None)
