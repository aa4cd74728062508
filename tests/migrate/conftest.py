"""What tests of ``compat migrate`` share; it needs LibCST, and so CPython 3.9 or newer."""
import pytest
from needs_libcst import collect_ignore_glob  # noqa: F401  (pytest reads it here)


@pytest.fixture
def migrated():
    """The text that a program becomes, and that a second run leaves as it is."""
    from compat.rewrite.migrate.context import Options
    from compat.rewrite.migrate.source import migrate_source

    def run(text, to="compat", **options):
        found = migrate_source(text, Options(to, **options))
        compile(found.text, "<migrated>", "exec", dont_inherit=True)
        assert migrate_source(found.text, Options(to, **options)).text == found.text
        return found.text

    return run


@pytest.fixture
def command(capsys):
    """``compat migrate`` with arguments: its exit status and what it printed."""
    from compat.cli import main

    def run(*arguments):
        status = main(["migrate", *map(str, arguments)])
        return status, capsys.readouterr().out

    return run
