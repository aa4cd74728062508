"""``compat inspect old.h5``: what is in a file. Loads no Keras and runs nothing from the file."""
import argparse
from typing import TYPE_CHECKING, List

from compat.cli.arguments import add_command
from compat.cli.output import CLEAN, FINDINGS, Output
from compat.loading.inspection import Looked, look
from compat.loading.records import Inspection
from compat.loading.skeleton import StoredLayer, layer_description

if TYPE_CHECKING:
    from compat.cli.arguments import Commands

DESCRIPTION = """\
Say what is in a model file: which Keras wrote it, its layers and weights, the
code of its Lambda layers, and what opening it will need from you. Loads no Keras
and runs nothing from the file.

--html and --svg draw the model: layers, shapes, the path of masks, Lambdas as source,
layers of unknown classes marked. They need the extra "draw"."""
EXAMPLES = ("compat inspect old.h5 --json", "compat inspect model.json --html model.html")


def add_to(commands: "Commands") -> argparse.ArgumentParser:
    """Add the command to the parser."""
    parser = add_command(commands, "inspect", "what is in a model file", DESCRIPTION, EXAMPLES)
    parser.add_argument("file", help=".h5, .keras, SavedModel folder, checkpoint, or an architecture as .json or .yaml")
    parser.add_argument("--html", metavar="FILE", help="also write a page with the picture, the code of Lambdas and all layers")
    parser.add_argument("--svg", metavar="FILE", help="also write the picture alone")
    parser.set_defaults(command=execute)
    return parser


def execute(arguments: argparse.Namespace, output: Output) -> int:
    """Print what the file holds; 1 if something in it needs a look."""
    looked = look(arguments.file)
    found, findings = looked.inspection, looked.findings
    _draw(looked, arguments)
    output.document(dict(found.to_dict(), findings=findings))
    _print(found, findings, output)
    return FINDINGS if findings else CLEAN


def _draw(looked: Looked, arguments: argparse.Namespace) -> None:
    """Write the pictures that were asked for."""
    if arguments.html is None and arguments.svg is None:
        return
    from compat.drawing.page import picture, render  # here, since few want one
    from compat.pages import write

    svg = picture(looked)
    if arguments.svg is not None:
        write(svg, arguments.svg)
    if arguments.html is not None:
        write(render(looked, svg), arguments.html)


def _print(found: Inspection, findings: List[str], output: Output) -> None:
    for line in _summary(found):
        output.line(line)
    output.table(("layer", "class", "weights", "parameters"), [
        (layer.name, layer.class_name, ", ".join(str(weight.shape) for weight in layer.weights), layer.parameters)
        for layer in found.layers])
    output.table(("Lambda", "part", "what it says"), [
        (each.layer, each.part, getattr(each, "source", None) or each.text or each.kind) for each in found.lambdas])
    for each in found.custom:
        if each.ours:
            output.line("{} is a {}, opened as compat.layers.{}".format(each.layer, each.class_name, each.ours))
        else:
            for line in layer_description(each.layer, each.class_name, StoredLayer(each.config, each.weights)):
                output.line(line)
    if found.skeleton:
        output.line("to fill in, where the code is lost:")
        output.text(found.skeleton)
    for finding in findings:
        output.finding(finding)


def _summary(found: Inspection) -> List[str]:
    def stated(yes: bool) -> str:
        return "" if yes else " (inferred)"

    lines = ["{}: {} of Keras {}{} on {}{}".format(
        found.path, found.kind, found.keras_version, stated(found.version_stated), found.backend,
        stated(found.backend_stated))]
    if found.model_class:
        lines.append("{} {!r}, {}".format(found.model_class, found.model_name, found.size))
    if found.optimizer:
        lines.append("compiled with {}, loss {}, metrics {}".format(found.optimizer, found.loss, found.metrics))
    return lines
