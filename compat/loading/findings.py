"""What opening an inspected file will need from the user, or may stumble over: a sentence for each."""
from typing import Dict, List

from compat.api.classes import plain_name
from compat.loading.records import CustomInfo, Inspection


def findings_of(found: Inspection) -> List[str]:
    """What opening the file will need, or may stumble over."""
    needed = ["{} ({}): pass custom_objects={{{!r}: …}}{}".format(
        name, ", ".join(each.layer for each in layers), plain_name(name), _candidates(layers[0]))
        for name, layers in sorted(_unknown(found).items())]
    functions = ["Lambda {}: its {} is called {!r}; pass lambdas={{{!r}: fn}}".format(
        each.layer, each.part, each.text, each.layer) for each in found.lambdas if each.kind == "name"]
    problems = [str(each.problem) for each in found.lambdas if getattr(each, "problem", None)]
    return needed + functions + problems + list(found.warnings)


def _unknown(found: Inspection) -> Dict[str, List[CustomInfo]]:
    """The layers whose class the user has to pass, by class."""
    unknown: Dict[str, List[CustomInfo]] = {}
    for each in found.custom:
        if not each.ours:
            unknown.setdefault(each.class_name, []).append(each)
    return unknown


def _candidates(layer: CustomInfo) -> str:
    return "; it may be {}".format(" or ".join("compat.layers." + each for each in layer.candidates)) \
        if layer.candidates else ""
