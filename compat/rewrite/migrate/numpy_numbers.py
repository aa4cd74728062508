"""Arrays of one element that old programs take for numbers, which NumPy 2.4 refuses where the array has axes.

``compat run`` does the same in memory, see :func:`compat.rewrite.arrays.number_call` and its neighbors, and asks the array when
the program runs. Here ``.item()`` is written where an expression surely is an array with axes: it gives the number of one
element, and refuses more of them, as what takes the number did.
"""
import ast
import re
from typing import Any, Dict, Iterator, List, Optional

from compat.api.numpy_changes import MAKE_OF_SHAPE, NUMBERS, OF_ONE_NUMBER, SIZES_OF_DRAWS
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.numpy_arrays import is_of_another

_PREDICTIONS = ("predict", "predict_on_batch", "predict_classes")
_DEEPEST = 4
#: The axes of an array whose shape is a name.
UNKNOWN = -1
#: One conversion of a text that ``%`` fills: its name, its numbers in stars, its letter.
_CONVERSION = re.compile(
    r"%(?:\((?P<name>[^)]*)\))?[-+ #0]*(?P<width>\*|\d+)?(?:\.(?P<digits>\*|\d+))?[hlL]?(?P<letter>.)", re.DOTALL)
_OF_NUMBERS = frozenset("diouxXeEfFgGc")


def take_numbers(context: Context, node: Any) -> None:
    """``float(model.predict(x))``, ``math.exp(model.predict(x)[0])``, ``"%.3f" % model.predict(x)``."""
    for each in _taken_for_numbers(context, node):
        if _is_array_with_axes(context, each):
            _take_its_number(context, each)


def _take_its_number(context: Context, node: Any) -> None:
    shown = context.text.of(node)
    if not context.changed(node, "K010", "{0} → {0}.item()".format(shown if len(shown) < 60 else "…")):
        return
    start, end = context.text.start(node), context.text.end(node)
    if isinstance(node, ast.BinOp):
        context.edits.insert(start, "(")
        context.edits.insert(end, ").item()")
    else:
        context.edits.insert(end, ".item()")


def _taken_for_numbers(context: Context, node: Any) -> List[Any]:
    """The expressions that a call or an operator takes for numbers."""
    if isinstance(node, ast.BinOp):
        return list(_of_a_text(node))
    name = str(context.scope.dotted(node.func) or getattr(node.func, "id", ""))
    takes = name in NUMBERS and not context.scope.found(name) or name.startswith("math.") and name[5:] in OF_ONE_NUMBER
    return list(node.args) if takes else []


def _of_a_text(node: ast.BinOp) -> Iterator[Any]:
    """The values that ``text % values`` writes as numbers: ``%s`` takes any array."""
    if not (isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant) and isinstance(node.left.value, str)):
        return
    letters: List[str] = []
    for found in _CONVERSION.finditer(node.left.value):
        if found.group("name") is not None:
            return
        stars = [found.group("width"), found.group("digits")].count("*")
        letters += ["*"] * stars + ([found.group("letter")] if found.group("letter") != "%" else [])
    values = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
    for letter, value in zip(letters, values):
        if letter in _OF_NUMBERS:
            yield value


def take_elements(context: Context, node: Any) -> None:
    """``scores[i] = model.predict(x)``, also with ``+=``: an element of an array takes no array with axes any more."""
    targets = [node.target] if isinstance(node, ast.AugAssign) else node.targets
    target = targets[0]
    if len(targets) > 1 or not isinstance(target, ast.Subscript) or not _is_array_with_axes(context, node.value):
        return
    axes = {_axes(context, value) for value in values_of(context, target.value)}
    indices = _indices(context, target.slice)
    if len(axes) != 1 or not indices:
        return
    if axes == {indices}:
        _take_its_number(context, node.value)
    elif axes == {UNKNOWN} and indices == 1:
        context.find(node, "K037", "an element of an array takes no array with axes any more: give it the number, by .item()")


def _indices(context: Context, node: Any) -> int:
    """How many axes an index of whole numbers takes away; 0 where a part may be anything else."""
    parts = node.elts if isinstance(node, ast.Tuple) else [node]
    return len(parts) if all(_is_whole(context, each) for each in parts) else 0


def _is_whole(context: Context, node: Any) -> bool:
    """A whole number that is written out, or one that a loop over a ``range`` or ``enumerate`` counts."""
    if isinstance(node, ast.BinOp):
        return _is_whole(context, node.left) and _is_whole(context, node.right)
    if isinstance(node, ast.UnaryOp):
        return _is_whole(context, node.operand)
    if isinstance(node, ast.Name):
        return any(_counts(loop, node.id) for loop in context.above)
    return isinstance(node, ast.Constant) and type(node.value) is int


def _counts(loop: Any, name: str) -> bool:
    target, over = getattr(loop, "target", None), getattr(loop, "iter", None)
    function = getattr(getattr(over, "func", None), "id", "")
    if function == "enumerate" and isinstance(target, ast.Tuple):
        target = target.elts[0]
    return function in ("enumerate", "range", "xrange") and getattr(target, "id", None) == name


def values_of(context: Context, node: Any) -> List[Any]:
    """What a name, or an attribute of ``self``, is assigned in the file."""
    if isinstance(node, ast.Name):
        return context.scope.found(node.id)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "self":
        return _attributes(context).get(node.attr, [])
    return []


def _attributes(context: Context) -> Dict[str, List[Any]]:
    """The values that attributes of ``self`` are assigned anywhere in the file."""
    if "attributes" not in context.facts:
        found: Dict[str, List[Any]] = {}
        for each in ast.walk(context.facts["tree"]):
            if isinstance(each, ast.Assign):
                for target in each.targets:
                    if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self":
                        found.setdefault(target.attr, []).append(each.value)
        context.facts["attributes"] = found
    attributes: Dict[str, List[Any]] = context.facts["attributes"]
    return attributes


def _axes(context: Context, node: Any) -> Optional[int]:
    """How many axes a new array has; UNKNOWN where a name is its shape, most often a length; None for anything else."""
    name = context.scope.dotted(node.func) if isinstance(node, ast.Call) and node.args else None
    if name in ("numpy.arange", "numpy.linspace"):
        return 1
    if name is None or name[len("numpy."):] not in MAKE_OF_SHAPE or not name.startswith("numpy."):
        return None
    shape = node.args[0]
    if isinstance(shape, (ast.List, ast.Tuple)):
        return None if any(isinstance(each, ast.Starred) for each in shape.elts) else len(shape.elts)
    values = values_of(context, shape) if isinstance(shape, ast.Name) else [shape]
    if values and all(_is_length(value) for value in values):
        return 1
    return UNKNOWN if isinstance(shape, (ast.Attribute, ast.Name)) and not str(getattr(shape, "attr", "")).endswith("shape") \
        and "shape" not in getattr(shape, "id", "") else None


def _is_length(node: Any) -> bool:
    """A number, ``len(x)``, ``int(x)``, ``x.shape[0]``, or what is computed of them."""
    if isinstance(node, ast.BinOp):
        return _is_length(node.left) or _is_length(node.right)
    if isinstance(node, ast.Subscript):
        return isinstance(node.value, ast.Attribute) and node.value.attr == "shape" and not isinstance(node.slice, ast.Slice)
    if isinstance(node, ast.Call):
        return getattr(node.func, "id", "") in ("int", "len")
    return isinstance(node, ast.Constant) and type(node.value) is int


def _is_array_with_axes(context: Context, node: Any, depth: int = 0) -> bool:
    """Whether an expression surely gives an array with axes: a prediction, its row, a draw of one number, sums of them."""
    if isinstance(node, ast.Name):
        values = context.scope.found(node.id)
        return depth < _DEEPEST and bool(values) and all(_is_array_with_axes(context, each, depth + 1) for each in values)
    if isinstance(node, ast.BinOp):
        return any(_is_array_with_axes(context, each, depth + 1) for each in (node.left, node.right))
    row: Any = node.value if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Tuple) else None
    return _is_prediction(context, node) or _is_draw_of_one(context, node) or _is_prediction(context, row)


def _is_prediction(context: Context, node: Any) -> bool:
    """``model.predict(…)``, where the file has no such function of its own, or a name for it."""
    if isinstance(node, ast.Name):
        values = context.scope.found(node.id)
        return bool(values) and all(isinstance(each, ast.Call) and _is_prediction(context, each) for each in values)
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _PREDICTIONS \
        and not is_of_another(context, node.func)


def _is_draw_of_one(context: Context, node: Any) -> bool:
    """``np.random.randint(0, 9, 1)``, ``np.random.rand(1)``, ``np.random.choice(a, size=1)``."""
    name = str(context.scope.dotted(node.func)) if isinstance(node, ast.Call) else ""
    place = SIZES_OF_DRAWS.get(name[len("numpy.random."):]) if name.startswith("numpy.random.") else None
    if place is None or len(node.args) > place + 1:
        return False
    size = next((each.value for each in node.keywords if each.arg == "size"), None)
    size = node.args[place] if len(node.args) == place + 1 else size
    sizes = size.elts if isinstance(size, (ast.List, ast.Tuple)) else [size]
    return bool(sizes) and all(isinstance(each, ast.Constant) and each.value == 1 for each in sizes)
