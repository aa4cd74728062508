"""Steps of an optimizer for all parameters at once, on torch: elsewhere a training step is compiled."""
from typing import Any, Dict, List, NamedTuple, Sequence, Tuple

import keras
from keras import ops

from .many_tensors import Tensors, groups
from .programs import is_of_a_program


class Plan(NamedTuple):
    """Which parameters step together.

    Attributes:
        slots: those of the optimizer that the plan was made for.
        variables: the parameters.
        values: the tensor of each, which a variable keeps on torch.
        groups: for each group the places of its parameters, and for each kind of slot the tensors of theirs.
        alone: the places of all others.
    """

    slots: Any
    variables: List[Any]
    values: List[Any]
    groups: List[Tuple[Tuple[int, ...], List[List[Any]]]]
    alone: List[int]

    def is_for(self, slots: Any, variables: Sequence[Any]) -> bool:
        """Whether it is that of these parameters, which still have the same tensors."""
        return slots is self.slots and len(variables) == len(self.variables) and all(
            variable is known and variable._value is value
            for variable, known, value in zip(variables, self.variables, self.values))


class JointSteps:
    """Mix-in of an optimizer whose ``step`` may be given several tensors as one."""

    def _steps_alone(self, variable: Any) -> bool:
        """Whether the step of this variable is not that of all others."""
        return False

    def _backend_update_step(self: Any, grads: Any, trainable_variables: Any, learning_rate: Any) -> None:
        if keras.backend.backend() != "torch":
            super()._backend_update_step(grads, trainable_variables, learning_rate)  # type: ignore[misc]
            return
        import torch

        grads, variables = list(grads), list(trainable_variables)
        plan = self._plan_for(variables)
        if plan.alone:
            super()._backend_update_step(  # type: ignore[misc]
                [grads[place] for place in plan.alone], [variables[place] for place in plan.alone], learning_rate)
        with torch.no_grad():
            for places, slots in plan.groups:
                self._step_jointly([plan.values[place] for place in places], [grads[place] for place in places], slots,
                                   learning_rate)

    def _plan_for(self: Any, variables: List[Any]) -> Plan:
        facts: Dict[str, Any] = vars(self)
        known = facts.get("_plan")
        if known is None or not known.is_for(self._slots, variables):
            joint = self._may_step_jointly()
            alone = [place for place, each in enumerate(variables) if not joint or self._steps_alone(each)]
            together = [place for place in range(len(variables)) if place not in alone]
            found = [tuple(together[place] for place in group) for group in groups([variables[place] for place in together])]
            of_groups = [(group, self._slots_of([variables[each] for each in group])) for group in found]
            facts["_plan"] = Plan(self._slots, variables, [each.value for each in variables], of_groups, alone)
        return facts["_plan"]  # type: ignore[no-any-return]

    def _slots_of(self: Any, variables: Sequence[Any]) -> List[List[Any]]:
        places = [self._get_variable_index(variable) for variable in variables]
        return [[self._slots[name][place].value for place in places] for name in self.slot_names]

    def _may_step_jointly(self) -> bool:
        """Whether no class of the program's own says how it steps."""
        return not any(is_of_a_program(getattr(type(self), name)) for name in ("step", "_stepped", "update_step", "assign"))

    def _step_jointly(self: Any, values: List[Any], gradients: List[Any], slots: List[List[Any]], learning_rate: Any) -> None:
        """Apply gradients to tensors of one dtype, in place."""
        import torch

        dtype = values[0].dtype
        gradients = [gradient if gradient.dtype == dtype else gradient.to(dtype) for gradient in gradients]
        rate = ops.cast(learning_rate, keras.backend.standardize_dtype(dtype))
        before = [Tensors(each) for each in (values, *slots)]
        new_values, new_slots = self.step(before[0], Tensors(gradients), rate, before[1:])
        for old, new in zip(before, (new_values, *new_slots)):
            if new is not old:  # which the step has changed in place
                torch._foreach_copy_(old.parts, new.parts)
