"""Optimizers: ``lr=``, ``decay=``, positions, and learning rates that Keras 3 has other defaults for."""
import ast
from typing import Any

from compat.api.keras3 import (
    GONE_OPTIMIZER_ATTRIBUTES,
    LEARNING_RATES,
    LEARNING_RATES_OF_TF_KERAS,
    OLD_DEFAULTS,
    OLD_OPTIMIZERS,
    OPTIMIZER_PARAMETERS,
)
from compat.rewrite.migrate.arguments import added, by_keyword, dropped, renamed, with_value
from compat.rewrite.migrate.context import Context
from compat.rewrite.migrate.keras3_made import made_by
from compat.rewrite.migrate.keras3_symbolic import has_updates, take
from compat.rewrite.migrate.names import helper, written
from compat.rewrite.migrate.scope import Own
from compat.rewrite.nodes import nodes_of


def rewrite_optimizer(call: Any) -> None:
    """Rewrite the call of an optimizer, a :class:`compat.rewrite.migrate.keras3_calls.Call`."""
    parameters = OPTIMIZER_PARAMETERS.get(call.name)
    if parameters is None:
        return
    if len(call.node.args) > 1 and not call.era.of_tf_keras and call.context.changed(
            call.node, "K108", "arguments by their names"):
        call.context.edits.change(call.node, by_keyword(parameters, 1))
        call.given.update(zip(parameters[1:], call.node.args[1:]))
    call.rename("K107", {"lr": "learning_rate"})
    if _is(call.given.get("epsilon"), None):
        call.drop("K105", ["epsilon"])
    call.drop("K105", ["schedule_decay"])
    decays = "decay" in call.given and not _is(call.given["decay"], 0) and call.context.options.wants("K109")
    if not call.era.of_tf_keras:
        for name, value in OLD_DEFAULTS.get(call.name, {}).items():
            if name == "learning_rate" and decays:
                continue  # the schedule begins with it
            call.add("K133", name, value, parameters.index(name) if name in parameters else 99)
    if call.era.behaviour("clipnorm") == "global":
        call.rename("K134", {"clipnorm": "global_clipnorm"})
    if "decay" in call.given:
        _rewrite_decay(call)
    new = OLD_OPTIMIZERS.get(call.name)
    if new and not call.era.of_tf_keras and call.context.changed(call.node, "K147", "{} → {}".format(call.name, new)):
        take(call.context, call.node)
        call.context.edits.replace_node(call.node.func, helper(call.context, new))


def find_an_own_optimizer(context: Context, node: ast.FunctionDef) -> None:
    """``def get_updates(self, loss, params)`` of an optimizer of the user's: Keras 3 never calls it."""
    around = context.above[-1] if context.above else None
    if node.name == "get_updates" and isinstance(around, ast.ClassDef) and has_updates(context, around):
        context.find(node, "K205", "Keras 3 calls no get_updates: write update_step(self, gradient, variable, learning_rate), "
                                   "and build(self, variables) for what it keeps")


def rewrite_held_optimizer(context: Context, optimizer: ast.expr) -> None:
    """``model.compile(params['optimizer'](lr=0.1))``: a class of Keras's that is known at run time only."""
    if not isinstance(optimizer, ast.Call) or context.facts["native"] or context.scope.dotted(optimizer.func) is not None:
        return
    given = {each.arg for each in optimizer.keywords}
    name = getattr(optimizer.func, "id", "")
    if any(isinstance(value, Own) for value in context.scope.found(name)) or name in context.facts["defined"] \
            or any(each.name == name for each in nodes_of(context.facts["tree"], ast.ClassDef)):
        return
    if "lr" in given and "learning_rate" not in given and context.changed(optimizer, "K107", "lr= → learning_rate="):
        context.edits.change(optimizer, renamed({"lr": "learning_rate"}))


def find_a_shared_optimizer(context: Context, optimizer: ast.expr, model: ast.expr) -> None:
    """``critic.compile(adam)`` and ``whole.compile(adam)``: Keras 3 steps the weights alone that an optimizer saw first."""
    if context.facts["native"]:
        return
    name = optimizer.id if isinstance(optimizer, ast.Name) else ""
    made = [value for value in context.scope.found(name) if isinstance(value, ast.Call)]
    if len(made) != 1 or not str(made_by(context, optimizer)).startswith("keras.optimizers."):
        return
    first = context.facts.setdefault("models_by_optimizer", {}).setdefault(id(made[0]), ast.dump(model))
    if ast.dump(model) != first:
        context.find(optimizer, "K209", "Keras 3 has no optimizer for two models: give this one "
                     "{0}.from_config({0}.get_config())".format(name))


def find_a_gone_attribute(context: Context, node: ast.Attribute) -> None:
    """``model.optimizer.decay``."""
    advice = GONE_OPTIMIZER_ATTRIBUTES.get(node.attr)
    if advice is not None and isinstance(node.value, ast.Attribute) and node.value.attr == "optimizer" \
            and not context.facts["native"]:
        context.find(node, "K205", "Keras 3 has no optimizer.{}: {}".format(node.attr, advice))


def _rewrite_decay(call: Any) -> None:
    """``decay=d`` divides the learning rate by 1 + d × steps: the schedule InverseTimeDecay with steps of one."""
    decay = call.given["decay"]
    if _is(decay, 0):
        call.drop("K105", ["decay"])
        return
    if call.node.args and not isinstance(call.node.args[0], ast.Starred):
        rate = call.context.text.of(call.node.args[0])
    elif "learning_rate" in call.given:
        rate = call.context.text.of(call.given["learning_rate"])
    else:
        rate = (LEARNING_RATES_OF_TF_KERAS if call.era.of_tf_keras else LEARNING_RATES)[call.name]
    if not call.context.changed(call.node, "K109", "decay= → InverseTimeDecay"):
        return
    schedule = "{}({}, 1, {})".format(written(call.context, "keras.optimizers.schedules.InverseTimeDecay"), rate,
                                      call.context.text.of(decay))
    call.context.edits.change(call.node, dropped("decay"))
    if call.node.args:
        call.context.edits.change(call.node, _first(schedule))
    elif "learning_rate" in call.given:
        call.context.edits.change(call.node, with_value("learning_rate", schedule))
    else:
        call.context.edits.change(call.node, added("learning_rate", schedule))


def _first(code: str) -> Any:
    from compat.rewrite.migrate.arguments import at_position

    return at_position(0, code)


def _is(node: Any, value: Any) -> bool:
    return isinstance(node, ast.Constant) and node.value == value and (value is not None or node.value is None)
