"""TensorFlow 1's choices, loops, scopes and dependencies.

``cond``, ``while_loop``, ``map_fn`` and ``scan`` run on values, in compiled code, and as nodes of a functional model.
Scopes, devices and control dependencies, which only named or ordered a graph, are accepted and do nothing.
"""
from contextlib import contextmanager
from typing import Any, Callable, Iterator, List, Optional, Sequence

import keras
from keras import ops

from compat.flavors.keras3.backend import control
from compat.flavors.keras3.backend.graph import print_tensor
from compat.flavors.keras3.backend.symbolic import call_when_run
from compat.flavors.keras3.backend.tensors import Tensor, any_symbolic, as_tensor
from compat.flavors.keras3.tf.stand_ins.scopes import TensorArray
from compat.flavors.keras3.updates import Group, Update


def cond(pred: Any, true_fn: Optional[Callable[[], Any]] = None, false_fn: Optional[Callable[[], Any]] = None,
         strict: bool = False, name: Optional[str] = None, fn1: Optional[Callable[[], Any]] = None,
         fn2: Optional[Callable[[], Any]] = None) -> Any:
    """What one of two functions without arguments returns: the first if ``pred`` holds, a bool or scalar tensor."""
    chosen, other = true_fn or fn1, false_fn or fn2
    assert chosen is not None and other is not None, "tf.cond takes two functions"
    pred = control.truth(pred)
    if isinstance(pred, bool):
        return chosen() if pred else other()
    if any_symbolic(pred):
        return keras.tree.map_structure(lambda a, b: control.switch(pred, a, b), chosen(), other())
    return ops.cond(pred, chosen, other)


def while_loop(cond: Callable[..., Any], body: Callable[..., Any], loop_vars: Sequence[Any],
               shape_invariants: Any = None, parallel_iterations: int = 10, back_prop: bool = True,
               swap_memory: bool = False, name: Optional[str] = None, maximum_iterations: Optional[int] = None) -> Any:
    """``loop_vars = body(*loop_vars)`` while ``cond(*loop_vars)`` holds; their shapes and dtypes must stay.

    On JAX a gradient does not flow back through it, unless a TensorArray is among the variables: that loop is one of
    Python's, where TensorFlow is not the backend.
    """
    def looped(loop_vars: List[Any]) -> Any:
        if any(isinstance(each, TensorArray) for each in loop_vars):
            return _looped_by_python(cond, body, loop_vars, maximum_iterations)
        found = ops.while_loop(cond, body, tuple(x if hasattr(x, "stack") else as_tensor(x) for x in loop_vars),
                               maximum_iterations=maximum_iterations)
        return list(found) if isinstance(found, tuple) else found

    return call_when_run(looped, list(loop_vars))


def _looped_by_python(cond: Callable[..., Any], body: Callable[..., Any], loop_vars: List[Any], maximum: Any) -> List[Any]:
    count = 0
    while (maximum is None or count < maximum) and bool(cond(*loop_vars)):
        found = body(*loop_vars)
        loop_vars = list(found) if isinstance(found, (list, tuple)) else [found]
        count += 1
    return loop_vars


def map_fn(fn: Callable[[Any], Any], elems: Any, dtype: Any = None, parallel_iterations: Any = None,
           back_prop: bool = True, swap_memory: bool = False, infer_shape: bool = True,
           name: Optional[str] = None) -> Any:
    """``fn`` of each slice along the first axis, stacked."""
    return control.map_fn(fn, elems, name, dtype)


def foldl(fn: Callable[..., Any], elems: Any, initializer: Any = None, name: Optional[str] = None,
          **loop_options: Any) -> Any:
    """The last of ``fn(before, x[i])``."""
    return control.foldl(fn, elems, initializer, name)


def foldr(fn: Callable[..., Any], elems: Any, initializer: Any = None, name: Optional[str] = None,
          **loop_options: Any) -> Any:
    """As :func:`foldl` from the last slice to the first."""
    return control.foldr(fn, elems, initializer, name)


def scan(fn: Callable[..., Any], elems: Any, initializer: Any = None, parallel_iterations: int = 10,
         back_prop: bool = True, swap_memory: bool = False, infer_shape: bool = True, reverse: bool = False,
         name: Optional[str] = None) -> Any:
    """All of ``fn(before, x[i])``, stacked; without ``initializer`` the first slice begins, and is the first result."""
    def scanned(elems: Any, initial: Any) -> Any:
        elems = keras.tree.map_structure(as_tensor, elems)
        if initial is not None:
            return _carried(fn, keras.tree.map_structure(as_tensor, initial), elems, reverse)
        edge, rest = (-1, slice(None, -1)) if reverse else (0, slice(1, None))
        first = keras.tree.map_structure(lambda x: x[edge], elems)
        others = _carried(fn, first, keras.tree.map_structure(lambda x: x[rest], elems), reverse)
        return keras.tree.map_structure(
            lambda one, many: ops.concatenate([many, one[None]] if reverse else [one[None], many], axis=0),
            first, others)

    return call_when_run(scanned, elems, initializer)


def _carried(fn: Callable[..., Any], initial: Any, elems: Any, reverse: bool) -> Any:
    def step(before: Any, x: Any) -> Any:
        after = fn(before, x)
        return after, after

    _, every = control.scan(step, initial, elems, reverse)
    return every


@contextmanager
def variable_scope(name_or_scope: Any = None, default_name: Any = None, values: Any = None,
                   **options: Any) -> Iterator[str]:
    """Accepted; what is made within keeps its own name."""
    yield str(name_or_scope or default_name or "")


@contextmanager
def device(device_name_or_function: Any = None) -> Iterator[None]:
    """Accepted; the backend places its tensors itself."""
    yield


@contextmanager
def control_dependencies(control_inputs: Any = None) -> Iterator[None]:
    """No-op: eager execution follows program order. Updates among the inputs are applied on entry."""
    for update in control_inputs or ():
        if isinstance(update, Update):
            update.apply()
    yield


def group(*inputs: Any, **kwargs: Any) -> Group:
    """Updates that are run together."""
    return Group(inputs)


def no_op(name: Optional[str] = None) -> Group:
    """Something to run that does nothing."""
    return Group()


def with_dependencies(dependencies: Sequence[Any], output_tensor: Tensor) -> Tensor:
    """``output_tensor``, after the updates."""
    with control_dependencies(dependencies):
        return output_tensor


def Print(input_: Tensor, data: Sequence[Any], message: str = "", first_n: Any = None, summarize: Any = None,
          name: Optional[str] = None) -> Tensor:
    """``input_`` itself; the data are printed after ``message`` each time it is computed."""
    for x in data:
        print_tensor(x, message)
    return as_tensor(input_)
