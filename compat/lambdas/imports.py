"""An import inside a function: nothing is imported, the module becomes a name that the namespace serves."""
from __future__ import annotations

from typing import TYPE_CHECKING, Any

import compat.lambdas.allowed as allowed
import compat.lambdas.nodes as n
from compat.lambdas.constants import name_text
from compat.lambdas.instructions import BytecodeProblem
from compat.lambdas.state import ModuleName, State

if TYPE_CHECKING:
    from compat.lambdas.machine import Machine


def from_module(self: Machine, module: ModuleName, name: str) -> Any:
    """What ``module.name`` is: a module again, or an attribute chain from a known root."""
    base = module.path.split(".")[0] if module.top else module.path
    joined = base + "." + name
    if joined in allowed.MODULE_PATHS or module.top and (module.path + ".").startswith(joined + "."):
        return ModuleName(joined) if not module.top or module.path == joined else module._replace(path=module.path)
    if base not in allowed.MODULE_PATHS:
        raise BytecodeProblem("an import of '%s', which is not allowed" % joined[:n.MAX_NAME])
    return n.Attribute(module_node(self, base), name_text(name))


def module_node(self: Machine, path: str) -> n.Node:
    """The expression by which an imported module is reached: ``keras.backend`` is ``K``."""
    parts = allowed.MODULE_PATHS[path].split(".")
    if parts[0] in self.bound:
        raise BytecodeProblem("a parameter named '%s' beside the module" % parts[0])
    node: n.Node = n.Name(parts[0])
    for part in parts[1:]:
        node = n.Attribute(node, part)
    return node


def import_name(self: Machine, state: State, name: str) -> None:
    """``import name``: puts the module on the stack, if it is one of the known ones."""
    names = state.pop()
    state.pop()  # the level, which is 0 or Python 2's -1
    plain = isinstance(names, n.Constant) and names.value is None
    if name.split(".")[0] not in {path.split(".")[0] for path in allowed.MODULE_PATHS}:
        raise BytecodeProblem("an import of '%s', which is not allowed" % name[:n.MAX_NAME])
    state.stack.append(ModuleName(name, top=plain and "." in name))


def import_from(self: Machine, state: State, name: str) -> None:
    """``from module import name``: the module stays on the stack."""
    module = state.stack[state.peek(1)]
    if not isinstance(module, ModuleName):
        raise BytecodeProblem("an import from no module")
    state.stack.append(from_module(self, module, name))
