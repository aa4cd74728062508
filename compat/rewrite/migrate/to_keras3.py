"""``--to keras3``: plain Keras 3 where the meaning is the same, by the tables; comments where it is not.

References are rewritten as they are met; the statements that import are rewritten last, when it is known which of their names
are still used.
"""
import ast
import re
from typing import Any, Dict, Optional, Tuple

from compat.api.keras3 import BACKEND, BACKEND_ADVICE, BACKEND_TEMPLATES
from compat.api.names import names_in
from compat.rewrite.migrate.context import Context, Rule, walk
from compat.rewrite.migrate.dropped_names import swap_dropped_function, swap_dropped_import, swap_dropped_name
from compat.rewrite.migrate.imports import import_private_module
from compat.rewrite.migrate.keras3_attributes import rewrite_attribute
from compat.rewrite.migrate.keras3_backend import is_backend, rewrite_backend_call
from compat.rewrite.migrate.keras3_calls import rewrite_constructor
from compat.rewrite.migrate.keras3_feeding import warn_of_feeding, warn_of_weights_that_are_yielded
from compat.rewrite.migrate.keras3_imports import find_gone, note_import, rewrite_imports
from compat.rewrite.migrate.keras3_inplace import rewrite_in_place
from compat.rewrite.migrate.keras3_meaning import MEANINGS, look_at_the_file
from compat.rewrite.migrate.keras3_methods import rewrite_definition, rewrite_list_of_weights, rewrite_method
from compat.rewrite.migrate.keras3_optimizers import find_a_gone_attribute, find_an_own_optimizer
from compat.rewrite.migrate.keras3_outputs import warn_of_a_layer_name
from compat.rewrite.migrate.keras3_paths import is_module, keras3_module, keras3_path
from compat.rewrite.migrate.keras3_shapes import rewrite_dimension, rewrite_shape
from compat.rewrite.migrate.keras3_symbolic import is_in_an_old_optimizer, rewrite_shape_in_a_sum
from compat.rewrite.migrate.keras3_tf import find_a_name_of_tensorflow_1
from compat.rewrite.migrate.keras3_torch import warn_of_a_method, warn_of_an_attribute
from compat.rewrite.migrate.keras3_training import rewrite_compile_before_a_switch, rewrite_outputs_of_one_layer
from compat.rewrite.migrate.names import count_load, count_loads_of_helpers, free, is_helper, root_name, written
from compat.rewrite.migrate.numpy_arrays import swap_array_call, swap_array_method
from compat.rewrite.migrate.numpy_names import swap_numpy_name
from compat.rewrite.migrate.numpy_numbers import take_elements, take_numbers
from compat.rewrite.migrate.scope import canonical

#: ``K.tf.nn`` is what TensorFlow has, which ``K`` of Keras 2 has imported.
_IN_TENSORFLOW = re.compile(r"(tf\.)?keras\.backend(\.tensorflow_backend)?\.tf\.")


def migrate(context: Context, tree: ast.Module) -> None:
    """Let the rules look at the tree; then rewrite its imports."""
    own = ast.Module(body=[each for each in tree.body if not is_helper(each)], type_ignores=[])
    context.facts.update(imported=[], tree=own)
    look_at_the_file(context, own)
    walk(context, RULES_OF_NODES, tree, leaves=is_helper)
    count_loads_of_helpers(context, tree)
    rewrite_imports(context)


def rewrite_reference(context: Context, node: Any) -> None:
    """``keras.layers.core.Dense``, ``tf.keras.losses``, ``K.epsilon``: the path of Keras 3."""
    parent = context.above[-1] if context.above else None
    if isinstance(parent, ast.Attribute) and parent.value is node or not isinstance(node.ctx, ast.Load):
        return
    if id(node) in context.facts.setdefault("handled", set()):
        return
    found = _known_part(context, node)
    if found is None:
        return
    part, name = found
    if is_backend(name):
        if not is_in_an_old_optimizer(context):
            _reference_to_backend(context, part, name)
        return
    path = keras3_path(name)
    if path is None:
        if not is_module(name) and isinstance(part, ast.Attribute):
            find_gone(context, part, name)
        return
    _replace_reference(context, part, path)


def _known_part(context: Context, node: Any) -> Optional[Tuple[Any, str]]:
    """The longest beginning of a chain that the tables know, and its name there."""
    while True:
        name = context.named(node)
        if name is None or not (name + ".").startswith(("keras.", "tf.keras.")):
            return None
        module, _, last = name.rpartition(".")
        if _IN_TENSORFLOW.match(name):
            node = node.value
            continue
        if last in names_in(module) or keras3_path(name) is not None or is_module(name) or is_module(module):
            return node, name
        if not isinstance(node, ast.Attribute):
            return None
        node = node.value


def _replace_reference(context: Context, part: Any, path: str) -> None:
    if isinstance(part, ast.Name):
        return  # its import is rewritten
    root = root_name(part)
    near = _module_after(context, root)
    text = "{}{}".format(root, path[len(near):]) if near and path.startswith(near + ".") else None
    if text is None:
        if not context.options.wants("K101"):
            return
        text = written(context, path)
        free(context, root)
        import_private_module(context, part, path)
    if text != context.text.of(part) and context.changed(part, "K101", "{} → {}".format(context.text.of(part), text)):
        context.edits.replace_node(part, text)


def _module_after(context: Context, root: str) -> Optional[str]:
    """The module that a name stands for once its import is rewritten."""
    dotted = context.scope.dotted(ast.Name(id=root))
    name = canonical(dotted) if dotted else None
    if name is None or not (name + ".").startswith(("keras.", "tf.keras.")):
        return None
    return keras3_module(name) if is_module(name) else keras3_path(name)


def _reference_to_backend(context: Context, node: Any, name: str) -> None:
    """A function of K that is not called here: it is passed on."""
    last = name.rpartition(".")[2]
    row = BACKEND.get(last)
    if row is not None and not row.renamed and not row.defaults:
        if context.changed(node, "K111", "{} → {}".format(context.text.of(node), row.target)):
            free(context, root_name(node))
            context.edits.replace_node(node, written(context, "keras." + row.target))
        return
    if last in BACKEND or last in BACKEND_TEMPLATES or last in names_in("keras.backend"):
        advice = BACKEND_ADVICE.get(last, "write a function of keras.ops that does the same")
        context.find(node, "K201", "Keras 3 has no K.{}: {}".format(last, advice))


RULES_OF_NODES: Dict[type, Tuple[Rule, ...]] = {
    ast.Import: (note_import,),
    ast.ImportFrom: (note_import, swap_dropped_import),
    ast.Call: (rewrite_shape, rewrite_backend_call, rewrite_constructor, rewrite_method, rewrite_compile_before_a_switch,
               rewrite_outputs_of_one_layer, warn_of_feeding, take_numbers, swap_array_call, swap_array_method,
               *MEANINGS.get(ast.Call, ())),
    ast.Constant: (warn_of_a_layer_name,),
    ast.Name: (count_load, swap_dropped_function, rewrite_reference),
    ast.Attribute: (swap_numpy_name, swap_dropped_name, rewrite_attribute, find_a_gone_attribute, find_a_name_of_tensorflow_1,
                    rewrite_dimension, rewrite_reference),
    ast.FunctionDef: (rewrite_definition, find_an_own_optimizer, warn_of_a_method, *MEANINGS.get(ast.FunctionDef, ())),
    ast.Subscript: (*MEANINGS.get(ast.Subscript, ()),),
    ast.Assign: (rewrite_list_of_weights, take_elements, warn_of_an_attribute, *MEANINGS.get(ast.Assign, ())),
    ast.AugAssign: (rewrite_in_place, take_elements),
    ast.Yield: (warn_of_weights_that_are_yielded,),
    ast.BinOp: (rewrite_shape_in_a_sum, take_numbers, *MEANINGS.get(ast.BinOp, ())),
}
