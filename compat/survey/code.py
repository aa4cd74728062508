"""One file of code: what the rules of ``compat migrate`` say of it in both directions, and the names that it uses."""
from compat.api.migration import COMPAT, KERAS3
from compat.rewrite.migrate.context import Options
from compat.rewrite.migrate.files import Source
from compat.rewrite.migrate.tree import content, decoded, failure, may_change, migrated_text
from compat.rewrite.migrate.uses import uses_of
from compat.survey.records import CodeFile


def read_code(source: Source, beside_keras_2: bool = False) -> CodeFile:
    """Read one file; what goes wrong is in the result.

    Args:
        beside_keras_2: other files of the code base are for multi-backend Keras 2.
    """
    try:
        return _read(source, beside_keras_2)
    except Exception as error:  # one file's fault is not that of the others
        reason, line = failure(error)
        return CodeFile(source.path, failed=reason, line=line)


def _read(source: Source, beside_keras_2: bool) -> CodeFile:
    old = content(source)
    if not may_change(old, source):
        return CodeFile(source.path, old.count(b"\n"))
    text, _ = decoded(old, source.kind)
    notes = {to: migrated_text(source, text, Options(to, beside_keras_2=beside_keras_2)).notes for to in (COMPAT, KERAS3)}
    return CodeFile(source.path, old.count(b"\n"), notes, uses_of(text, source.kind, source.path))


def killed(source: Source) -> CodeFile:
    """The result of a file that ends every process which reads it."""
    return CodeFile(source.path, failed="the process that read it was killed")
