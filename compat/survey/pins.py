"""The versions of Keras and TensorFlow that a code base asks for: in requirements, setup files, environments, notebooks."""
import os
import re
from typing import Iterator, List, Optional, Sequence

from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from compat.survey.records import Pin

_FILES = re.compile(r"(.*requirements.*\.(txt|in)|constraints.*\.txt|setup\.(py|cfg)|pyproject\.toml|pipfile|tox\.ini|"
                    r"environment.*\.ya?ml|conda.*\.ya?ml|meta\.yaml|dockerfile.*|.*\.ipynb|readme.*)$")
_PIN = re.compile(r"(?<![\w./-])(?P<package>keras|tensorflow(?:[-_](?:gpu|cpu))?|tf[-_]keras)(?:\[[^\]\s]{0,60}\])?\s{0,3}"
                  r"(?P<specifier>(?:===?|[<>~!]=|[<>=])\s{0,3}v?\d[\w.*]{0,20}"
                  r"(?:\s{0,3},\s{0,3}(?:===?|[<>~!]=|[<>])\s{0,3}v?\d[\w.*]{0,20}){0,5})", re.IGNORECASE)
_LARGEST, _LONGEST_LINE = 1_000_000, 2_000


def pins_in(paths: Sequence[str]) -> List[Pin]:
    """Every requirement of Keras or TensorFlow with a version, in the files of a code base that state such."""
    return [pin for path in paths if _FILES.match(os.path.basename(path).lower()) for pin in _of_file(path)]


def _of_file(path: str) -> Iterator[Pin]:
    try:
        with open(path, "rb") as file:
            text = file.read(_LARGEST).decode("utf8", "replace")
    except OSError:
        return
    for number, line in enumerate(text.splitlines(), 1):
        for found in _PIN.finditer(line[:_LONGEST_LINE]):
            package = found.group("package").lower().replace("_", "-")
            specifier = re.sub(r"\s", "", found.group("specifier"))
            if specifier.startswith("=") and not specifier.startswith("=="):
                if found.group("package").isupper():  # a variable of the environment: TF_KERAS=1
                    continue
                specifier = "=" + specifier  # conda: keras=2.2.4
            if specifiers(specifier) is not None:
                yield Pin(path, number, "tensorflow" if package.startswith("tensorflow") else package, specifier)


def specifiers(text: str) -> Optional[SpecifierSet]:
    """The specifiers of a requirement; None for what is none.

    Example:
        >>> specifiers(">=2.0,<2.3").contains("2.2.4"), specifiers("=>1")
        (True, None)
    """
    try:
        return SpecifierSet(text)
    except InvalidSpecifier:
        return None


def exact(text: str) -> str:
    """The version that a requirement states, "" where it allows several.

    Example:
        >>> exact("==2.2.4"), exact(">=2")
        ('2.2.4', '')
    """
    if text.startswith("==") and "," not in text and "*" not in text:
        try:
            return str(Version(text.lstrip("=")))
        except InvalidVersion:
            return ""
    return ""
