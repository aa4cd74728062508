"""``compat compare a.h5 b.keras --check io.npz``: where the outputs of two models begin to differ, layer by layer."""
import argparse
from typing import TYPE_CHECKING, List, Optional, Sequence, Tuple

from compat.cli.arguments import add_command, add_loading_arguments
from compat.cli.output import CLEAN, FINDINGS, Output
from compat.errors import OptionError
from compat.loading.compare import CallComparison, Comparison, Tolerance, compare, compare_with, document_of, inputs_of
from compat.loading.load import load
from compat.loading.options import LoadOptions
from compat.loading.references import custom_objects, lambda_functions
from compat.loading.verify import ATOL, RTOL

if TYPE_CHECKING:
    from compat.cli.arguments import Commands

DESCRIPTION = """\
Open two models with the installed Keras, give both the same inputs, and compare
what each layer puts out, masks too. Layers are matched by name, then by order and
shape; a nested model is entered. The first layer that differs is named, with the
size of the difference and the likely reason: weights, configuration, or what is
known to differ between versions of Keras. The first model is taken as right."""
EXAMPLES = ("compat compare old.h5 new.keras --check io.npz",
            "compat compare a.h5 b.h5 --check io.npz --rtol 1e-4 --json")
EXIT_CODES = """\
exit status: 0 all layers and outputs agree; 1 something differs; 2 misuse of the
command; 3 a model could not be opened, or does not take the inputs"""
#: How many layers after the first difference the screen shows, and before it.
_AROUND = 3


def add_to(commands: "Commands") -> argparse.ArgumentParser:
    """Add the command to the parser."""
    parser = add_command(commands, "compare", "where two models begin to differ", DESCRIPTION, EXAMPLES, EXIT_CODES)
    parser.add_argument("first", metavar="A", help="the model that is taken as right: any file that compat opens")
    parser.add_argument("second", metavar="B", help="the other one")
    parser.add_argument("--check", metavar="NPZ", required=True,
                        help="inputs x0, x1 ... of one batch; with outputs y0, y1 ... of the old Keras it is also said which "
                             "model gives these")
    parser.add_argument("--rtol", type=float, default=RTOL, help="relative tolerance (default %(default)s)")
    parser.add_argument("--atol", type=float, default=ATOL, help="absolute tolerance (default %(default)s)")
    parser.add_argument("--all", action="store_true", help="show all layers, not only those around the first difference")
    add_loading_arguments(parser)
    parser.set_defaults(command=execute)
    return parser


def execute(arguments: argparse.Namespace, output: Output) -> int:
    """Compare; 0 the same, 1 different."""
    if arguments.weights is not None:
        raise OptionError("--weights belongs to one model, and compare opens two; convert the pair to one file first")
    inputs, expected = inputs_of(arguments.check)
    options = LoadOptions(custom_objects(arguments.custom), False, lambda_functions(arguments.lambdas, arguments.masks),
                          arguments.safe_mode)
    loaded = [load(path, options) for path in (arguments.first, arguments.second)]
    models = [each.model for each in loaded]
    tolerance = Tolerance(arguments.rtol, arguments.atol)
    # First, while the states of stateful layers are fresh, as they were when the old Keras was asked.
    gaps = [compare_with(expected, model, inputs, tolerance) for model in models] if expected else []
    found = compare(models[0], models[1], inputs, tolerance)
    output.document(dict(document_of(found), files=[arguments.first, arguments.second],
                         from_the_old_keras=gaps if expected else None, warnings=[each.warnings for each in loaded]))
    for path, each in zip((arguments.first, arguments.second), loaded):
        for warning in each.warnings:
            output.line("{}: {}".format(path, warning))
    _print(found, gaps, arguments, output)
    return CLEAN if found.same else FINDINGS


def _print(found: Comparison, gaps: Sequence[Optional[float]], arguments: argparse.Namespace, output: Output) -> None:
    output.line("{} and {}: {:,} calls of layers compared".format(arguments.first, arguments.second, len(found.calls)))
    for path, gap in zip((arguments.first, arguments.second), gaps):
        output.line("{} {}".format(path, "gives the outputs of the old Keras" if gap is None else
                                   "differs from the outputs of the old Keras by up to {:.3g}".format(gap)))
    shown, left = _shown(found, arguments.all)
    output.table(("layer", "class", "in the other", "result", "largest", "values", "masks"), [_row(each) for each in shown])
    if left:
        output.line("… and {:,} more; --all shows them".format(left))
    for name, calls in (("first", found.only_first), ("second", found.only_second)):
        if calls:
            output.line("only in the {}: {}".format(name, ", ".join(calls)))
    for line in verdict(found, arguments.rtol, arguments.atol):
        (output.text if found.same else output.finding)(line)


def verdict(found: Comparison, rtol: float, atol: float) -> List[str]:
    """Whether two models are the same; else where outputs begin to differ, by how much, and why."""
    masks = found.first_mask
    lines = []
    if masks is not None and masks is not found.first:
        lines.append("the masks differ from {} ({}) on: {}\n{}".format(
            masks.name, masks.class_name, masks.masks, _likely(masks)) + (
                "\nno later layer puts out other numbers for that" if found.same else ""))
    if found.same:
        return ["all outputs agree within rtol {:g} and atol {:g}".format(rtol, atol), *lines]
    if found.first is not None:
        return [*lines, sentence(found.first)]
    return lines or ["the outputs differ, and no layer that both models have does: look at those that only one has"]


def sentence(call: CallComparison) -> str:
    """Which layer puts out other numbers first, by how much, and why."""
    size = "" if call.largest is None else " by up to {:.3g}, in {:,} of {:,} values".format(
        call.largest, call.different, call.values)
    what = "other numbers" if call.result == "different" else call.result
    return "the first layer that differs is {} ({}): it puts out {}{}{}\n{}".format(
        call.name, call.class_name, what, size, "; " + call.masks if call.masks else "", _likely(call))


def _likely(call: CallComparison) -> str:
    return "\n".join("likely: " + each for each in call.reasons)


def _shown(found: Comparison, everything: bool) -> Tuple[List[CallComparison], int]:
    """The calls that the screen shows, and how many it leaves out."""
    calls = list(found.calls)
    if everything or len(calls) <= 2 * _AROUND + 1:
        return calls, 0
    begin = next((place for place, each in enumerate(calls) if each.result != "same"), len(calls))
    shown = calls[max(0, begin - _AROUND):begin + _AROUND + 1]
    return shown, len(calls) - len(shown)


def _row(call: CallComparison) -> Tuple[str, ...]:
    name = "{} (call {})".format(call.name, call.call_index + 1) if call.call_index else call.name
    is_alike = (call.name, call.class_name) == (call.other, call.other_class)
    other = "" if is_alike else "{} {}".format(call.other, call.other_class)
    return (name, call.class_name, other, call.result, "" if call.largest is None else "{:.3g}".format(call.largest),
            "{:,}".format(call.values), call.masks)
