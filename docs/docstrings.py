"""How mkdocstrings reads our docstrings: ``Example:`` is the section of examples, which Google's style calls ``Examples:``."""
import re
from typing import Any

import griffe


class ExamplesSection(griffe.Extension):
    """Give the section of examples the name that the parser knows."""

    def on_object(self, *, obj: Any, **_: Any) -> None:
        if obj.docstring is not None:
            obj.docstring.value = re.sub(r"(?m)^(\s*)Example:$", r"\1Examples:", obj.docstring.value)
