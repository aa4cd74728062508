"""What happens to files: their bytes, permissions and places, and what is left alone."""
import json
import os

import pytest

TEXT = "import keras\n"
NEW = b"from compat import keras\n"


@pytest.fixture
def tree(tmp_path):
    folder = tmp_path / "src"
    folder.mkdir()
    (folder / "a.py").write_text(TEXT)
    return folder


def test_nothing_is_written_unless_it_is_asked_for(tree, command):
    status, shown = command(tree)
    assert status == 1 and (tree / "a.py").read_text() == TEXT
    assert "-import keras" in shown and "+from compat import keras" in shown and "1 would change" in shown


def test_written_files_are_clean_the_second_time(tree, command):
    assert command(tree, "--write")[0] == 0
    assert (tree / "a.py").read_bytes() == NEW
    assert command(tree, "--check")[0] == 0


def test_check_says_that_something_would_change(tree, command):
    status, shown = command(tree, "--check")
    assert status == 1 and "+from" not in shown and (tree / "a.py").read_text() == TEXT


@pytest.mark.parametrize("before, after", [
    (b"\xef\xbb\xbfimport keras\r\n", b"\xef\xbb\xbffrom compat import keras\r\n"),
    (b"# -*- coding: latin-1 -*-\nimport keras  # \xe9\n", b"# -*- coding: latin-1 -*-\nfrom compat import keras  # \xe9\n"),
    ("x = 'ж'; import keras".encode(), "x = 'ж'; from compat import keras".encode()),
    (b"x = 1\r\nimport keras\n", b"x = 1\r\nfrom compat import keras\n"),
    (b"import keras\r\nimport numpy\r\nx = numpy.percentile(\r\n    y,  # rows\r\n    interpolation='lower'\r\n)\r\n",
     b"from compat import keras\r\nimport numpy\r\nx = numpy.percentile(\r\n    y,  # rows\r\n    method='lower'\r\n)\r\n"),
])
def test_encoding_mark_and_line_endings_stay(tree, command, before, after):
    (tree / "a.py").write_bytes(before)
    assert command(tree, "--write")[0] == 0
    assert (tree / "a.py").read_bytes() == after


def test_permissions_stay(tree, command):
    os.chmod(str(tree / "a.py"), 0o750)
    command(tree, "--write")
    assert (tree / "a.py").stat().st_mode & 0o777 == 0o750 and (tree / "a.py").read_bytes() == NEW


def test_links_are_not_followed(tree, command, tmp_path):
    (tmp_path / "outside.py").write_text(TEXT)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "b.py").write_text(TEXT)
    (tree / "link.py").symlink_to(tmp_path / "outside.py")
    (tree / "folder").symlink_to(tmp_path / "other")
    assert command(tree, "--write")[0] == 0
    assert (tmp_path / "outside.py").read_text() == (tmp_path / "other" / "b.py").read_text() == TEXT
    assert "symbolic link" in command(tree / "link.py", "--write")[1] and (tree / "link.py").is_symlink()


@pytest.mark.parametrize("what, mode", [("a.py", 0o444), (".", 0o555)])
def test_what_is_read_only_is_left_alone(tree, command, what, mode):
    os.chmod(str(tree / what), mode)
    try:
        status, shown = command(tree, "--write")
    finally:
        os.chmod(str(tree), 0o755)
    assert status == 3 and "read-only" in shown and (tree / "a.py").read_text() == TEXT
    assert os.listdir(str(tree)) == ["a.py"]


def test_gitignore_is_respected_and_a_named_file_is_taken(tree, command):
    (tree / ".git").mkdir()
    (tree / ".gitignore").write_text("generated/\n*_old.py\n!keep_old.py\n")
    for name in ("generated/b.py", "c_old.py", "keep_old.py", "sub/d_old.py"):
        (tree / name).parent.mkdir(exist_ok=True)
        (tree / name).write_text(TEXT)
    (tree / "sub" / ".gitignore").write_text("!d_old.py\n")
    command(tree, "--write")
    changed = {str(path.relative_to(tree)) for path in tree.rglob("*.py") if path.read_bytes() == NEW}
    assert changed == {"a.py", "keep_old.py", "sub/d_old.py"}
    command(tree / "c_old.py", "--write")
    assert (tree / "c_old.py").read_bytes() == NEW


def test_environments_and_hidden_folders_are_no_code_of_the_users(tree, command):
    for name in (".hidden/b.py", "env/lib/c.py", "node_modules/d.py"):
        (tree / name).parent.mkdir(parents=True)
        (tree / name).write_text(TEXT)
    (tree / "env" / "pyvenv.cfg").write_text("")
    command(tree, "--write")
    assert [path.name for path in tree.rglob("*.py") if path.read_bytes() == NEW] == ["a.py"]


def test_a_file_that_cannot_be_parsed_is_reported_with_its_line(tree, command):
    (tree / "bad.py").write_text("import keras\nx = = 1\n")
    status, shown = command(tree, "--write")
    assert status == 3 and "bad.py:2: cannot be parsed" in shown
    assert (tree / "bad.py").read_text() == "import keras\nx = = 1\n" and (tree / "a.py").read_bytes() == NEW


@pytest.mark.parametrize("content", [b"import keras\0\n", b"# keras \xff\xfe", b"# coding: nonsense\nimport keras\n",
                                     b"import keras\nx = " + b"(" * 3000 + b")" * 3000])
def test_a_file_that_is_no_text_is_left_alone(tree, command, content):
    (tree / "a.py").write_bytes(content)
    assert command(tree, "--write")[0] == 3 and (tree / "a.py").read_bytes() == content


def test_python_2_is_lifted_and_reported(tree, command):
    (tree / "a.py").write_text("import keras\nprint 'loss', 3\nfor i in xrange(3):\n    exec 'pass'\n")
    status, shown = command(tree, "--write", "--skip", "K032")
    assert status == 0 and "K008" in shown
    assert (tree / "a.py").read_text() == "from compat import keras\nprint('loss', 3)\nfor i in range(3):\n    exec('pass')\n"


def test_many_files_are_shared_by_processes(tree, command):
    for number in range(40):
        (tree / "m{}.py".format(number)).write_text(TEXT)
    status, shown = command(tree, "--write", "--jobs", 2)
    assert status == 0 and "41 files read, 41 changed" in shown
    assert all(path.read_bytes() == NEW for path in tree.glob("*.py"))


def test_the_json_document_holds_all(tree, command):
    found = json.loads(command(tree, "--json")[1])
    assert found["changed"] == 1 and found["rules"] == {"K001": 1} and not found["written"]
    assert found["files"][0]["notes"] == [
        {"code": "K001", "kind": "change", "line": 1, "marked": False, "text": "keras → compat.keras"}]


@pytest.mark.parametrize("arguments", [(), ("nowhere",), (".", "--only", "X1"), (".", "--era", "nine"), (".", "--jobs", "-1"),
                                       (".", "--write", "--check")])
def test_misuse_is_said(command, arguments):
    assert command(*arguments)[0] == 2


def test_a_rule_is_used_alone_or_left_out(tree, command):
    (tree / "a.py").write_text("import keras\nimport tensorflow as tf\n")
    command(tree, "--write", "--only", "K003")
    assert (tree / "a.py").read_text() == "import keras\nfrom compat import tf\n"
    command(tree, "--write", "--skip", "K0")
    assert (tree / "a.py").read_text() == "import keras\nfrom compat import tf\n"


def test_rules_are_listed(command):
    status, shown = command("--rules")
    assert status == 0 and "K001" in shown and "why:" in shown


def test_a_document_has_its_doctests_migrated(tree, command):
    (tree / "README.rst").write_text("Use\n\n    >>> from keras.layers import Dense\n    >>> Dense(3)\n\nimport keras\n")
    command(tree, "--write")
    assert (tree / "README.rst").read_text() == (
        "Use\n\n    >>> from compat.keras.layers import Dense\n    >>> Dense(3)\n\nimport keras\n")


def test_a_folder_that_is_named_is_taken_though_git_ignores_it(tmp_path, command):
    (tmp_path / ".git").mkdir()
    (tmp_path / ".gitignore").write_text("scratch/\n*.txt\n")
    inside = tmp_path / "scratch" / "src"
    inside.mkdir(parents=True)
    (inside / "a.py").write_text("import keras\n")
    assert command(inside, "--write")[0] == 0 and (inside / "a.py").read_text() == "from compat import keras\n"
    assert command(tmp_path, "--check")[0] == 0
