"""What old programs do with NumPy's arrays that newer NumPys refuse: methods that are gone, and arguments of its functions.

``compat run`` does the same in memory, see :mod:`compat.rewrite.arrays`, and asks the object when the program runs. Here a
method is rewritten where its name or the object's assignment says that it is an array's, and marked where it may be another's.
"""
import ast
import re
from typing import Any, Callable, Dict, Optional, Sequence

from compat.api.numpy_changes import ARRAY_METHODS, GIVE_ARRAYS, MAKE_ARRAYS, METHODS_GIVING_ARRAYS, NUMPY_KEYWORDS, STACKS
from compat.rewrite.migrate.arguments import added, as_function, at_position, dropped, renamed, with_value
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.names import need

_DEEPEST = 6


def swap_array_method(context: Context, node: ast.Call) -> None:
    """``a.tostring()``, ``a.ptp()``, ``a.itemset(i, x)``, ``a.newbyteorder()``."""
    method = node.func
    if not isinstance(method, ast.Attribute) or method.attr not in ARRAY_METHODS or is_of_another(context, method):
        return
    done = _METHODS[method.attr](context, node, method)
    if done is False:
        context.find(node, "K035", "NumPy's arrays have no {} any more: {}".format(method.attr, ARRAY_METHODS[method.attr]))


def is_of_another(context: Context, method: ast.Attribute) -> bool:
    """Whether it is a function of a module, or a method that the file defines itself."""
    defined = context.facts.get("own_methods")
    if defined is None:
        defined = context.facts["own_methods"] = set(re.findall(rb"\bdef (\w+)", context.text.bytes))
    return context.scope.dotted(method.value) is not None or method.attr.encode() in defined


def _swap_tostring(context: Context, node: ast.Call, method: ast.Attribute) -> Optional[bool]:
    if not is_array(context, method.value):
        return False if _numpy(context) else None
    if context.changed(node, "K011", ".tostring() → .tobytes()"):
        end = context.text.end(method)
        context.edits.replace(end - len("tostring"), end, "tobytes")
    return True


def _swap_ptp(context: Context, node: ast.Call, method: ast.Attribute) -> Optional[bool]:
    if context.changed(node, "K011", ".ptp() → np.ptp"):
        context.edits.change(node, as_function((_numpy(context) or _import_numpy(context)) + ".ptp"))
    return True


def _swap_itemset(context: Context, node: ast.Call, method: ast.Attribute) -> Optional[bool]:
    """A statement ``a[index] = value``; a whole number counts in the flat array."""
    arguments = node.args
    if not (isinstance(context.above[-1], ast.Expr) and 0 < len(arguments) < 3 and not node.keywords):
        return False
    value, index = arguments[-1], arguments[0] if len(arguments) == 2 else None
    is_number = index is not None and _whole_number(index)
    if index is not None and not is_number and not isinstance(index, ast.Tuple):
        return False
    text, start = context.text, context.text.end(method.value)
    places = [(start, text.start(arguments[0])), *([(text.end(arguments[0]), text.start(value))] if index else []),
              (text.end(value), text.end(node))]
    between = [text.bytes[first:last] for first, last in places]
    if not re.match(rb"\s*\.\s*itemset\(\s*$", between[0]) or not re.match(rb"\s*,?\s*\)$", between[-1]) \
            or index is not None and not re.match(rb"\s*,\s*$", between[1]):
        return False  # parentheses or comments between
    if index is not None and text.of(index).startswith("("):
        places[:2] = (start, text.start(index) + 1), (text.end(index) - 1, text.start(value))
    if context.changed(node, "K011", ".itemset() → an assignment"):
        new = ["[...] = ", ""] if index is None else [".flat[" if is_number else "[", "] = ", ""]
        for (first, last), words in zip(places, new):
            context.edits.replace(first, last, words)
    return True


def _swap_newbyteorder(context: Context, node: ast.Call, method: ast.Attribute) -> Optional[bool]:
    receiver = method.value
    if _is_dtype(context, receiver):
        return None
    swapped = receiver.func.value if isinstance(receiver, ast.Call) and isinstance(receiver.func, ast.Attribute) \
        and receiver.func.attr == "byteswap" else receiver
    if not is_array(context, receiver) or not _is_chain(swapped):
        return False
    if context.changed(node, "K011", ".newbyteorder() → .view()"):
        end = context.text.end(method)
        context.edits.replace(end - len("newbyteorder"), end, "view({}.dtype.newbyteorder".format(context.text.of(swapped)))
        context.edits.insert(context.text.end(node), ")")
    return True


_METHODS: Dict[str, Callable[[Context, ast.Call, ast.Attribute], Optional[bool]]] = {
    "itemset": _swap_itemset, "newbyteorder": _swap_newbyteorder, "ptp": _swap_ptp, "tostring": _swap_tostring}


def is_array(context: Context, node: Optional[Any], depth: int = 0) -> bool:
    """Whether an expression gives an array of NumPy, as far as assignments say."""
    if depth > _DEEPEST or not isinstance(node, ast.expr):
        return False
    if isinstance(node, ast.Name):
        values = context.scope.found(node.id)
        return bool(values) and all(is_array(context, value, depth + 1) for value in values)
    if isinstance(node, ast.Subscript):
        return is_array(context, node.value, depth + 1)
    if isinstance(node, ast.BinOp):
        return any(is_array(context, each, depth + 1) for each in (node.left, node.right))
    if isinstance(node, ast.Attribute):
        return node.attr in ("T", "flat", "real") and is_array(context, node.value, depth + 1)
    if not isinstance(node, ast.Call):
        return False
    name = context.scope.dotted(node.func)
    if name is not None:
        return name.split(".")[0] == "numpy" and (name[6:] in GIVE_ARRAYS or name.startswith("numpy.random.")) \
            or name.startswith("cv2.im")
    return isinstance(node.func, ast.Attribute) and node.func.attr in METHODS_GIVING_ARRAYS


def _is_dtype(context: Context, node: Any, depth: int = 0) -> bool:
    if depth > _DEEPEST:  # dt = dt.newbyteorder(): the other assignments decide
        return True
    if isinstance(node, ast.Call):
        method = node.func
        return context.scope.dotted(method) == "numpy.dtype" or isinstance(method, ast.Attribute) \
            and method.attr == "newbyteorder" and _is_dtype(context, method.value, depth + 1)
    values = context.scope.found(node.id) if isinstance(node, ast.Name) else []
    return isinstance(node, ast.Attribute) and node.attr == "dtype" \
        or bool(values) and all(_is_dtype(context, value, depth + 1) for value in values)


def _is_chain(node: Any) -> bool:
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)


def _whole_number(node: ast.expr) -> bool:
    node = node.operand if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) else node
    return isinstance(node, ast.Constant) and type(node.value) is int


def _numpy(context: Context) -> str:
    """The name of NumPy in the file, "" where it is not imported."""
    names = context.module.names
    return next((name for name in ("np", "numpy", *names) if names.get(name) == ["numpy"]), "")


def _import_numpy(context: Context) -> str:
    is_free = not context.scope.found("np")
    need(context, "import numpy as np" if is_free else "import numpy as numpy_module")
    return "np" if is_free else "numpy_module"


def swap_array_call(context: Context, node: ast.Call) -> None:
    """``np.array(x, copy=False)``, ``np.percentile(x, 5, interpolation="lower")`` and other arguments that are gone."""
    name = context.scope.dotted(node.func) or ""
    if not name.startswith("numpy.") or any(isinstance(each, ast.Starred) for each in node.args):
        return
    last = name[len("numpy."):]
    keywords = {each.arg: each.value for each in node.keywords}
    if last in MAKE_ARRAYS:
        _swap_making(context, node, last, keywords)
    elif last in NUMPY_KEYWORDS:
        _swap_keywords(context, node, NUMPY_KEYWORDS[last], keywords)
    elif (last in STACKS or last == "sum") and node.args:
        _swap_generator(context, node, last)
    elif last == "fromstring":
        _swap_fromstring(context, node, keywords)
    elif last == "set_printoptions" and _is_nan(context, keywords.get("threshold")) \
            and context.changed(node, "K012", "threshold of nan → inf"):
        context.edits.change(node, with_value("threshold", "{}.inf".format(_numpy(context) or _import_numpy(context))))


def _swap_making(context: Context, node: ast.Call, last: str, keywords: Dict[Optional[str], ast.expr]) -> None:
    by_place = len(node.args) > 2
    copy = node.args[2] if by_place else keywords.get("copy")
    if last == "array" and isinstance(copy, ast.Constant) and copy.value is False:
        is_asarray = isinstance(node.func, ast.Attribute) and not by_place and set(keywords) <= {"copy", "dtype", "order"}
        if context.changed(node, "K012", "array(copy=False) → " + ("asarray" if is_asarray else "copy=None")):
            context.edits.change(node, dropped("copy") if is_asarray else at_position(2, "None") if by_place
                                 else with_value("copy", "None"))
            if is_asarray:
                end = context.text.end(node.func)
                context.edits.replace(end - len("array"), end, "asarray")
    if len(node.args) != 1 or "dtype" in keywords:
        return
    rows = node.args[0]
    if _is_ragged([rows]):
        if context.changed(node, "K012", "rows of different lengths: dtype=object"):
            context.edits.change(node, added("dtype", "object"))
    elif _may_be_ragged(context, rows):
        context.find(node, "K036", "rows of different lengths make no array any more: pad them, or give dtype=object")


def _is_ragged(rows: Sequence[ast.expr]) -> bool:
    """Whether lists and numbers that are written out beside each other, or what they hold, differ in length."""
    if not all(_is_written_out(each) for each in rows):
        return False
    if len({len(each.elts) if isinstance(each, (ast.List, ast.Tuple)) else -1 for each in rows}) > 1:
        return True
    inner = [each for row in rows for each in getattr(row, "elts", ())]
    return bool(inner) and _is_ragged(inner)


def _is_written_out(node: ast.expr) -> bool:
    if isinstance(node, (ast.List, ast.Tuple)):
        return not any(isinstance(each, ast.Starred) for each in node.elts)
    return isinstance(node.operand if isinstance(node, ast.UnaryOp) else node, ast.Constant)


def _may_be_ragged(context: Context, node: ast.expr) -> bool:
    """Sequences of words: texts that are split, or numbered by a tokenizer."""
    if isinstance(node, ast.Name):
        values = context.scope.found(node.id)
        return len(values) == 1 and isinstance(values[0], ast.expr) and not isinstance(values[0], ast.Name) \
            and _may_be_ragged(context, values[0])
    if isinstance(node, ast.ListComp):
        return isinstance(node.elt, ast.Call) and isinstance(node.elt.func, ast.Attribute) and node.elt.func.attr == "split"
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "texts_to_sequences"


def _swap_keywords(context: Context, node: ast.Call, names: Dict[str, str], keywords: Dict[Optional[str], ast.expr]) -> None:
    for old in filter(keywords.__contains__, names):
        keyword = next(each for each in node.keywords if each.arg == old)
        start, end = context.text.start(keyword), context.text.start(keyword.value)
        by_place = old == "newshape" and len(node.args) == 1 and node.keywords[0] is keyword \
            and re.match(rb"newshape\s*=\s*$", context.text.bytes[start:end])
        if not context.changed(node, "K012", "{}= → {}".format(old, "its place" if by_place else names[old] + "=")):
            continue
        if by_place:  # which older NumPys take, too
            context.edits.replace(start, end, "")
        else:
            context.edits.change(node, renamed({old: names[old]}))


def _swap_generator(context: Context, node: ast.Call, last: str) -> None:
    """A stack takes a list; a sum of a generator is Python's."""
    rows = node.args[0]
    text = context.text
    if last == "sum":
        if isinstance(rows, ast.GeneratorExp) and len(node.args) == 1 and not node.keywords and not context.scope.found("sum") \
                and isinstance(node.func, ast.Attribute) and context.changed(node, "K012", "sum of a generator → Python's"):
            context.edits.replace_node(node.func, "sum")
    elif isinstance(rows, ast.GeneratorExp):
        if context.changed(node, "K012", "{} of a generator → of a list".format(last)):
            context.edits.insert(text.start(rows) + 1, "[")
            context.edits.insert(text.end(rows) - 1, "]")
    elif isinstance(rows, ast.Call) and isinstance(rows.func, ast.Name) and rows.func.id in ("filter", "map", "zip") \
            and not context.scope.found(rows.func.id) and context.changed(node, "K012", "{} → list".format(rows.func.id)):
        context.edits.insert(text.start(rows), "list(")
        context.edits.insert(text.end(rows), ")")


def _swap_fromstring(context: Context, node: ast.Call, keywords: Dict[Optional[str], ast.expr]) -> None:
    """Numbers of bytes, where there is no separator; the array may be written to, as before."""
    sep = keywords.get("sep")
    is_text = node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    if sep is not None and getattr(sep, "value", None) != "" or is_text or len(node.args) > 3 or None in keywords \
            or not isinstance(node.func, ast.Attribute):
        return
    if context.changed(node, "K012", "fromstring → frombuffer(…).copy()"):
        end = context.text.end(node.func)
        context.edits.replace(end - len("fromstring"), end, "frombuffer")
        if sep is not None:
            context.edits.change(node, dropped("sep"))
        context.edits.insert(context.text.end(node), ".copy()")


def _is_nan(context: Context, node: Optional[ast.expr]) -> bool:
    if isinstance(node, ast.Constant):
        return node.value == "nan"
    return node is not None and str(context.scope.dotted(node)).lower() == "numpy.nan"
