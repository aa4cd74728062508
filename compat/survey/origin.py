"""Which Keras some code was written for: the signs in it, and the versions that all of them fit."""
from collections import Counter
from typing import Counter as Counts
from typing import Dict, Iterator, List, Optional, Sequence, Tuple

from packaging.version import Version

from compat.api.evidence import (
    OF_KERAS_1,
    OF_TENSORFLOW_1,
    OF_TENSORFLOW_2,
    OF_TF_KERAS,
    SIGNS_OF_RULES,
    TAKEN_BY_KERAS_2,
    Sign,
)
from compat.api.names import lookup
from compat.api.rows import Name, path_and_versions
from compat.era import DEFAULT
from compat.survey.pins import exact
from compat.survey.records import CodeFile, Evidence, ModelFile, Pin, Written

KERAS, TF_KERAS, KERAS_3 = "keras", "tf.keras", "keras 3"
_PACKAGES = {"keras": KERAS, "tensorflow.keras": TF_KERAS, "tf_keras": TF_KERAS}
_LAST = {KERAS: "2.3.1", TF_KERAS: "2.15.1"}
_LAST_2_2, _FIRST_2_3, _FIRST_TF_KERAS, _FIRST_3 = "2.2.5", "2.3.0", "2.4", "3.0"


def written_for(code: Sequence[CodeFile], pins: Sequence[Pin], models: Sequence[ModelFile]) -> Written:
    """Which Keras some code was written for, with the signs that say so.

    Example:
        >>> written_for([], [Pin("requirements.txt", 1, "keras", "==2.1.6")], []).text
        'Keras 2.1.6'
    """
    package = _package(code, pins)
    signs = [*_of_pins(pins), *_of_models(models), *_of_code(code)]
    if package in ("", KERAS_3):
        return Written(package, "Keras 3" if package else "", "", tuple(signs))
    counted = [each for each in signs if _counts(each, package)]
    first, last = _bounds(counted, _LAST[package])
    if first and Version(first) > Version(last):  # what a later Keras took with a warning does not contradict it
        first, last = _bounds([each._replace(last=each.taken_until or each.last) for each in counted], _LAST[package])
    agrees = not (first and Version(first) > Version(last))
    version = next((each.first for each in counted if each.exact), "") if agrees else ""
    return Written(package, _text(package, version, first, last, agrees), _era(package, version, first, last, agrees),
                   tuple(signs), agrees)


def _package(code: Sequence[CodeFile], pins: Sequence[Pin]) -> str:
    """The package that most files import; Keras 2.4 to 2.15 is tf.keras under the name ``keras``."""
    found: Counts[str] = Counter()
    for each in code:
        names = {_PACKAGES[used] for used in each.uses.packages if used in _PACKAGES}
        found.update([KERAS_3] if each.uses.native else sorted(names))
    pinned = next((exact(pin.specifier) for pin in pins if pin.package == "keras" and exact(pin.specifier)), "")
    if found:
        package = max(sorted(found), key=lambda name: found[name])
    else:
        package = KERAS if any(pin.package == "keras" for pin in pins) else TF_KERAS if pins else ""
    if package == KERAS and pinned and Version(pinned) >= Version(_FIRST_TF_KERAS):
        return KERAS_3 if Version(pinned) >= Version(_FIRST_3) else TF_KERAS
    return package


def _of_pins(pins: Sequence[Pin]) -> Iterator[Evidence]:
    for pin in pins:
        version = exact(pin.specifier)
        if version and pin.package == "tensorflow" and Version(version) < Version(_FIRST_TF_KERAS):
            version = _FIRST_TF_KERAS  # the eras begin there
        yield Evidence("requires {}{}".format(pin.package, pin.specifier), version, version, 1,
                       "{}:{}".format(pin.path, pin.line), bool(version))


def _of_models(models: Sequence[ModelFile]) -> Iterator[Evidence]:
    found: Dict[str, List[str]] = {}
    for each in models:
        if each.stated:
            found.setdefault(each.keras, []).append(each.path)
    for version, paths in sorted(found.items()):
        yield Evidence("model files that say Keras {}".format(version), "", "", len(paths), paths[0])


def _of_code(code: Sequence[CodeFile]) -> List[Evidence]:
    """The signs in code, those of the same kind as one."""
    found: Dict[Sign, Tuple[int, str]] = {}
    for each in code:
        for sign, times, line in _signs(each):
            count, where = found.get(sign, (0, "{}:{}".format(each.path, line) if line else each.path))
            found[sign] = (count + times, where)
    return [Evidence(sign.what, sign.first, sign.last, count, where, taken_until=sign.taken_until)
            for sign, (count, where) in found.items()]


def _signs(file: CodeFile) -> Iterator[Tuple[Sign, int, int]]:
    for notes in file.notes.values():
        for note in notes:
            if note.code in SIGNS_OF_RULES:
                yield SIGNS_OF_RULES[note.code], 1, note.line
    for name, times in file.uses.names.items():
        sign = sign_of(name)
        if sign is not None:
            yield sign, times, 0
    if file.uses.native:
        yield Sign("names that only Keras 3 has", "3.0"), 1, 0
    if file.uses.era:
        yield Sign("a comment that states the era {}".format(file.uses.era), file.uses.era, file.uses.era), 1, 0


def sign_of(name: str) -> Optional[Sign]:
    """The versions of Keras that a used name points at; None where every one has it.

    Example:
        >>> sign_of("keras.metrics.Mean").first, sign_of("keras.layers.Dense")
        ('2.3.0', None)
    """
    module, _, last = name.rpartition(".")
    if name.startswith("keras."):
        taken = "2.3.1" if last in TAKEN_BY_KERAS_2 else ""
        return Sign("the layer {} of Keras 1".format(last), "", "1.2.2", taken) if taken or last in OF_KERAS_1 \
            else _of_one_version(module, last)
    if name.startswith("tf.keras"):
        return next((sign for start, sign in OF_TF_KERAS.items() if (name + ".").startswith(start + ".")), None)
    below = name[len("tf."):]
    if below in OF_TENSORFLOW_1 or below.split(".")[0] in OF_TENSORFLOW_1:
        return Sign("names that TensorFlow 2 dropped")
    return Sign("names that TensorFlow 2 brought", "2.4") if below in OF_TENSORFLOW_2 else None


def _of_one_version(module: str, name: str) -> Optional[Sign]:
    row = lookup(module, name)
    if not isinstance(row, Name):
        return None
    paths = [given for path, given in map(path_and_versions, row.paths) if path == module]
    has = {"2.2.4": row.v2_2_4 is not None, "2.3.1": row.v2_3_1 is not None}
    versions = {version for given in paths for version in given if has[version] or not any(has.values())}
    if versions == {"2.3.1"}:
        return Sign("names that came with Keras 2.3", _FIRST_2_3)
    return Sign("names that Keras 2.3 dropped", last=_LAST_2_2) if versions == {"2.2.4"} else None


def _counts(evidence: Evidence, package: str) -> bool:
    """Whether a sign says something of the package: a required TensorFlow, or Keras from 2.4 on, is a tf.keras."""
    if evidence.what.startswith("requires"):
        is_of_tf = "keras=" not in evidence.what or Version(evidence.first or "0") >= Version(_FIRST_TF_KERAS)
        return is_of_tf == (package == TF_KERAS)
    is_of_keras = bool(evidence.last) and Version(evidence.last) < Version(_FIRST_TF_KERAS)
    return not is_of_keras if package == TF_KERAS else evidence.first != _FIRST_TF_KERAS


def _bounds(signs: Sequence[Evidence], limit: str) -> Tuple[str, str]:
    """The latest first version and the earliest last one."""
    return (max((each.first for each in signs if each.first), key=Version, default=""),
            min([each.last for each in signs if each.last] + [limit], key=Version))


def _text(package: str, version: str, first: str, last: str, agrees: bool) -> str:
    name = "tf.keras" if package == TF_KERAS else "Keras"
    if not agrees:
        return "several versions of {}: parts need {} or newer, others {} or older".format(name, first, last)
    if version:
        return "{} {}".format(name, version)
    return "{} {} to {}".format(name, first, last) if first else "{} up to {}".format(name, last)


def _era(package: str, version: str, first: str, last: str, agrees: bool) -> str:
    """The version to pass as ``--era``: what is stated, else the newest that fits; of the package keras 2.2.4 if it fits."""
    if not agrees:
        return ""
    if version:
        return version
    if package == TF_KERAS:
        return last
    if first and Version(first) > Version(DEFAULT):
        return last
    return min(last, DEFAULT, key=Version)
