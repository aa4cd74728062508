"""One optimizer for several models, as in Keras 2: they share the count of steps and the learning rate, and nothing else.

There each ``compile`` began new slots. An optimizer of Keras 3 serves the parameters that it was built for, and no others.
"""
from typing import Any
from weakref import WeakKeyDictionary, ref

from compat.era import current

from .variables import is_variable

#: The model that an optimizer was compiled with last, by the optimizer.
_models: Any = WeakKeyDictionary()


def optimizer_for(model: Any, optimizer: Any) -> Any:
    """The optimizer to compile a model with: the given one, or one like it if another model has that.

    Args:
        model: to be compiled.
        optimizer: one of this package; it begins anew if the model has been compiled with it before (not in tf.keras, which
            kept the slots of a parameter).
    """
    owner = model_of(optimizer)
    if owner is model and not current(model).of_tf_keras:
        forget_parameters(optimizer)
    elif owner is not model and (owner is not None or not _may_serve(optimizer, model)):
        optimizer = sibling(optimizer)
    _models.pop(optimizer, None)  # no model has its step with it now: numbers that were assigned since count
    optimizer._take_up_numbers()
    _models[optimizer] = ref(model)
    return optimizer


def model_of(optimizer: Any) -> Any:
    """The model that an optimizer was compiled with last, or None."""
    known = _models.get(optimizer)
    return None if known is None else known()


def sibling(optimizer: Any) -> Any:
    """An optimizer with the same settings, count of steps and learning rate, built for no parameters yet."""
    if optimizer._describes_updates:  # its constructor is the program's own
        made = object.__new__(type(optimizer))
        vars(made).update(vars(optimizer))
        forget_parameters(made)
        return made
    made = type(optimizer).from_config(optimizer.get_config())
    for name, value in list(vars(optimizer).items()):
        if is_variable(value) and is_variable(vars(made).get(name)):
            made._exchange(name, value)
    made._share_numbers_of(optimizer)
    return made


def forget_parameters(optimizer: Any) -> None:
    """Undo that an optimizer was built; its count of steps and learning rate stay."""
    if not optimizer._describes_updates:
        own = {id(value) for value in vars(optimizer).values() if is_variable(value)}
        for slot in [variable for variable in optimizer._variables if id(variable) not in own]:
            optimizer._untrack_variable(slot)
    vars(optimizer).update(built=False, _trainable_variables=[], _trainable_variables_indices={}, _slots={}, _described=None)
    vars(optimizer).pop("_legacy_weights", None)


def _may_serve(optimizer: Any, model: Any) -> bool:
    """Whether an optimizer that no model has is built for none or for the parameters of this one."""
    built_for = {id(variable) for variable in optimizer._trainable_variables}
    return built_for <= {id(variable) for variable in model.trainable_variables}
