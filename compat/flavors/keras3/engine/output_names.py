"""The names of a model's outputs, where one layer gives several of them.

Keras 1 and 2 called each output by its layer, ``dense_1`` twice for a layer that is shared; the loss of the last one was then
logged under that name, and further metrics were numbered. Keras 3 keeps one loss and one metric for a name. So it is given
names that differ, as tf.keras made them, and what it logs is renamed for the program.
"""
from typing import Dict, List, Sequence

from compat.callers import is_called_from
from compat.era import current


def told_apart(names: Sequence[str]) -> List[str]:
    """Names that differ, as tf.keras numbered them.

    Example:
        >>> told_apart(["dense", "dense", "out"])
        ['dense', 'dense_1', 'out']
    """
    found: List[str] = []
    for name in names:
        number, unique = 0, name
        while unique in found:
            number += 1
            unique = "{}_{}".format(name, number)
        found.append(unique)
    return found


def shown_names(logged: Sequence[str], names: Sequence[str]) -> Dict[str, str]:
    """What Keras 2 called the entries of the logs of a model; only those that it called otherwise.

    Args:
        logged: the entries, made with names of outputs that differ.
        names: those of the outputs, as they are.

    Example:
        >>> shown_names(["loss", "a_loss", "a_1_loss", "a_mae", "a_1_mae"], ["a", "a"])
        {'a_1_loss': 'a_loss', 'a_1_mae': 'a_mae_1'}
    """
    outputs = {unique: name for unique, name in zip(told_apart(names), names) if unique != name}
    found: Dict[str, str] = {}
    taken: List[str] = []
    for entry in logged:
        output = next((each for each in outputs if entry.startswith(each + "_")), None)
        shown = entry if output is None else outputs[output] + entry[len(output):]
        if not shown.endswith("_loss"):
            shown = told_apart([*taken, shown])[-1]
        taken.append(shown)
        if shown != entry:
            found[entry] = shown
    return found


class OutputNames:
    """Mix-in of a functional model."""

    @property
    def output_names(self) -> List[str]:
        """The names of the outputs: for a program of Keras 1 and 2 those of their layers, else with a number where needed."""
        names: List[str] = vars(self).get("_names_of_layers_of_outputs", [])
        return told_apart(names) if is_called_from("keras") or current(self).of_tf_keras else names

    @output_names.setter
    def output_names(self, names: Sequence[str]) -> None:
        vars(self)["_names_of_layers_of_outputs"] = list(names)
