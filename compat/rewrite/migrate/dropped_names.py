"""Names that Python and the packages beside old Keras code have dropped, in both directions: taken from where they are now.

``compat run`` does the same in memory, see :mod:`compat.rewrite.dropped_idioms`, and asks first what is installed.
"""
import ast
from typing import Any, Dict, List, Optional, Tuple

from compat.api.dropped_names import CHANGED, MOVED, REMADE, REMADE_ADVICE, THREE_FOLDS
from compat.rewrite.migrate.argspec import swap_argspec, takes_argspec_alone
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.imports import replace_statement, swap_module_name
from compat.rewrite.migrate.modules import own_file
from compat.rewrite.migrate.names import need

_OURS, _PICTURES = "compat.rewrite.dropped", "compat.rewrite.scipy_images"


def swap_dropped_import(context: Context, node: ast.ImportFrom) -> None:
    """``from collections import Mapping, OrderedDict``, ``from sklearn.externals import joblib``."""
    if node.level or node.module is None or _is_own(context, node.module):
        return
    places: Dict[str, List[str]] = {}
    kept = []
    for alias in node.names:
        place = _place_of(context, node, alias)
        if place is None:
            kept.append(_named(alias.name, alias.asname))
        else:
            is_renamed = place[1] == "getfullargspec"  # its uses are rewritten, too
            places.setdefault(place[0], []).append(_named(place[1], alias.asname, "" if is_renamed else alias.name))
    if not places:
        return
    if not kept and list(places.values()) == [[_named(alias.name, alias.asname) for alias in node.names]] and "" not in places:
        swap_module_name(context, node, next(iter(places)))
        return
    statements = ["from {} import {}".format(node.module, ", ".join(kept))] if kept else []
    for module, names in places.items():
        statements += ["from {} import {}".format(module, ", ".join(names))] if module else ["import " + name for name in names]
    replace_statement(context, node, statements)


def moved_import(context: Context, node: ast.Import, alias: ast.alias) -> Optional[str]:
    """The statement for ``import sklearn.externals.joblib as joblib``; None where the module is where it was."""
    if alias.name not in MOVED or _is_own(context, alias.name) or _has_a_fallback(context, node, alias.asname or alias.name):
        return None
    new = MOVED[alias.name]
    if alias.asname is None and new.split(".")[0] != alias.name.split(".")[0]:
        return None  # its uses begin with another name: they import what they need
    if not context.changed(node, "K013", "{} → {}".format(alias.name, new)):
        return None
    module, _, name = new.rpartition(".")
    if alias.asname == name:
        return "from {} import {}".format(module, name) if module else "import " + name
    return "import " + new + (" as " + alias.asname if alias.asname else "")


def swap_dropped_name(context: Context, node: ast.Attribute) -> None:
    """``collections.Mapping``, ``time.clock``, ``Image.ANTIALIAS``, ``scipy.misc.imread``."""
    if not isinstance(node.ctx, ast.Load):
        return
    module = context.scope.dotted(node.value)
    whole = "{}.{}".format(module, node.attr)
    if module is None or whole not in MOVED and whole not in REMADE and whole not in CHANGED and whole not in THREE_FOLDS \
            or _is_own(context, module) or _is_before_what_changed(context, whole):
        return
    if whole in CHANGED:
        _find(context, node, whole, CHANGED[whole])
    elif whole in THREE_FOLDS:
        call: Any = context.above[-1]
        if not any(word.arg == "cv" for word in getattr(call, "keywords", ())):
            _find_three_folds(context, node, whole)
    elif whole in MOVED:
        _take_from(context, node, module, MOVED[whole])
    elif not (whole == "inspect.getargspec" and swap_argspec(context, node)):
        ours = _ours(context, whole)
        if ours is None:
            _find(context, node, whole, REMADE_ADVICE[whole])
        else:
            _take_from(context, node, module, ours)


def _is_before_what_changed(context: Context, module: str) -> bool:
    """``sklearn.cross_validation`` in ``sklearn.cross_validation.KFold``, which stays and is marked."""
    around: Any = context.above[-1]
    whole = "{}.{}".format(module, getattr(around, "attr", ""))
    return module in MOVED and (whole in CHANGED or whole in THREE_FOLDS)


def swap_dropped_function(context: Context, node: ast.Name) -> None:
    """``getargspec(f)`` where every use of the imported name can be rewritten."""
    if node.id == "getargspec" and isinstance(node.ctx, ast.Load) and context.scope.dotted(node) == "inspect.getargspec" \
            and takes_argspec_alone(context, node.id):
        swap_argspec(context, node)


def _place_of(context: Context, node: ast.ImportFrom, alias: ast.alias) -> Optional[Tuple[str, str]]:
    """The module and the name there of what a statement imports; None where it stays."""
    whole = "{}.{}".format(node.module, alias.name)
    bound = alias.asname or alias.name
    if _has_a_fallback(context, node, bound):
        return None
    new = MOVED.get(whole)
    if new is None and node.module in MOVED and alias.name != "*":
        if whole in CHANGED:
            _find(context, node, whole, CHANGED[whole])
            return None
        if whole in THREE_FOLDS and not _gives_cv(context, bound):
            _find_three_folds(context, node, whole)
            return None
        new = "{}.{}".format(MOVED[node.module], alias.name)
    if new is None and whole in REMADE:
        new = _remade(context, node, whole, bound)
    if new is None or not context.changed(node, "K013", "{} → {}".format(whole, new)):
        return None
    module, _, name = new.rpartition(".")
    return module, name


def _remade(context: Context, node: ast.ImportFrom, whole: str, bound: str) -> Optional[str]:
    """What takes the place of a function that is nowhere any more; None where there is nothing, which is marked."""
    if whole == "inspect.getargspec" and bound == "getargspec" and takes_argspec_alone(context, bound):
        return "inspect.getfullargspec"
    ours = _ours(context, whole)
    if ours is None:
        _find(context, node, whole, REMADE_ADVICE[whole])
    return ours


def _named(name: str, asname: Optional[str], bound: str = "") -> str:
    bound = asname or bound or name
    return name if name == bound else "{} as {}".format(name, bound)


def _ours(context: Context, whole: str) -> Optional[str]:
    """Where compat has the function; plain Keras 3 imports nothing of compat."""
    if context.options.to != "compat":
        return None
    return "{}.{}".format(_PICTURES if whole.startswith("scipy.") else _OURS, REMADE[whole])


def _find(context: Context, node: ast.AST, whole: str, advice: str) -> None:
    context.find(node, "K038", "{} is gone: {}".format(whole, advice))


def _find_three_folds(context: Context, node: ast.AST, whole: str) -> None:
    _find(context, node, whole, "take it from sklearn.model_selection, with cv=3, which it had by default")


def _gives_cv(context: Context, name: str) -> bool:
    """Whether every call of a name in the file says how many folds it wants."""
    calls = [each for each in ast.walk(context.facts["tree"])
             if isinstance(each, ast.Call) and getattr(each.func, "id", "") == name]
    return bool(calls) and all(any(word.arg == "cv" for word in each.keywords) for each in calls)


def _take_from(context: Context, node: ast.Attribute, module: str, new: str) -> None:
    """Write a name by the module that has it now, under the name that the file has for that, if it has one."""
    if not context.changed(node, "K013", "{} → {}".format(context.text.of(node), new)):
        return
    place, _, last = new.rpartition(".")
    base = context.text.of(node.value)
    if place == module:
        context.edits.replace_node(node, base + "." + last)
    elif place.startswith(module + ".") and base == module and not _is_taken(context, base, base):
        need(context, "import " + place)
        context.edits.replace_node(node, new)
    else:
        context.edits.replace_node(node, _reached(context, place or last) + ("." + last if place else ""))


def _reached(context: Context, module: str) -> str:
    """How the file reaches a module; asks for its import where nothing stands for it."""
    names = context.module.names
    known = next((name for name, values in names.items()
                  if values == [module] and context.scope.found(name) == values), None)
    if known is not None:
        return known
    package, _, last = module.rpartition(".")
    if not _is_taken(context, last, module):
        need(context, "from {} import {}".format(package, last) if package else "import " + module)
        return last
    need(context, "import {} as {}_module".format(module, last))
    return last + "_module"


def _is_taken(context: Context, name: str, module: str) -> bool:
    """Whether a name stands for something else than a module."""
    return any(value != module for value in [*context.scope.found(name), *context.module.names.get(name, [])])


def _is_own(context: Context, module: str) -> bool:
    return own_file(context.scope.filename, 0, module.split(".")[0]) is not None


def _has_a_fallback(context: Context, node: ast.stmt, name: str) -> bool:
    """Whether the other side of a ``try`` imports the name from elsewhere: the program looks for it itself."""
    around = next((each for each in reversed(context.above) if isinstance(each, ast.Try)), None)
    if around is None:
        return False
    handled = [each for handler in around.handlers for each in handler.body]
    others = [each for each in [*around.body, *handled, *around.orelse] if each is not node]
    return any((alias.asname or alias.name) == name and not _is_gone(each, alias)
               for each in others if isinstance(each, (ast.Import, ast.ImportFrom)) for alias in each.names)


def _is_gone(node: Any, alias: ast.alias) -> bool:
    module = getattr(node, "module", None)
    whole = alias.name if module is None else "{}.{}".format(module, alias.name)
    return module in MOVED or whole in MOVED or whole in REMADE
