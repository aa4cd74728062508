"""Notebooks: code cells are migrated, and every other byte stays."""
import json

import pytest

from compat.rewrite.migrate.context import Options
from compat.rewrite.migrate.notebooks import migrate_notebook


def notebook(*cells, **layout):
    return json.dumps({"cells": [{"cell_type": kind, "metadata": {}, "source": source, "outputs": []}
                                 for kind, source in cells], "nbformat": 4}, **layout)


def sources(text):
    return ["".join(cell["source"]) for cell in json.loads(text)["cells"]]


@pytest.mark.parametrize("layout", [{"indent": 1}, {"indent": "\t"}, {}, {"separators": (",", ":")}, {"sort_keys": True}])
def test_the_layout_of_the_json_stays(layout):
    before = notebook(("markdown", ["import keras é\n"]), ("code", ["import keras\n", "x = 1"]), **layout) + "\n"
    after = migrate_notebook(before, Options("compat")).text
    assert after == before.replace('"import keras\\n"', '"from compat import keras\\n"')


def test_one_string_and_text_outside_of_ascii_stay_as_they_are_written():
    before = '{"cells": [{"cell_type": "code", "source": "import keras # é\\nprint(\'\\u00e9\')"}]}'
    after = migrate_notebook(before, Options("compat")).text
    assert sources(after) == ["from compat import keras # é\nprint('é')"]
    assert after.startswith('{"cells": [{"cell_type": "code", "source": "from compat')


def test_magics_stay():
    cell = ("%matplotlib inline\n!pip install keras\n%time import keras\nfor i in x:\n    !ls\nfiles = !ls\nkeras.layers?\n"
            "import keras\n")
    after = migrate_notebook(notebook(("code", cell), ("code", "%%bash\nimport keras"), ("code", "%%time\nimport keras")),
                             Options("compat")).text
    assert sources(after) == [cell.replace("\nimport keras", "\nfrom compat import keras"), "%%bash\nimport keras",
                              "%%time\nfrom compat import keras"]


def test_cells_share_their_names():
    before = notebook(("code", "import numpy as np, keras"), ("code", "x = np.float(3)"))
    after = migrate_notebook(before, Options("compat")).text
    assert sources(after)[1] == "x = float(3)"


def test_a_cell_that_cannot_be_parsed_leaves_the_others():
    found = migrate_notebook(notebook(("code", "x = = 1"), ("code", "import keras")), Options("compat"))
    assert sources(found.text) == ["x = = 1", "from compat import keras"]
    assert [note.code for note in found.notes] == ["K000", "K001"]


def test_python_2_is_lifted_in_all_cells():
    found = migrate_notebook(notebook(("code", "import cPickle, keras"), ("code", "%pylab\nprint 'x'")), Options("compat"))
    assert sources(found.text) == ["import pickle\nfrom compat import keras", "%pylab\nprint('x')"]


def test_older_notebooks_have_worksheets():
    before = json.dumps({"worksheets": [{"cells": [{"cell_type": "code", "input": ["import keras"]}]}]})
    assert '"from compat import keras"' in migrate_notebook(before, Options("compat")).text


def test_a_file_that_is_no_notebook_is_left_alone(tmp_path, command):
    for text in ('{"keras": 1}', '["keras"', "keras", '{"cells": [], "keras": "\\u12"}'):
        (tmp_path / "a.ipynb").write_text(text)
        assert command(tmp_path, "--write")[0] == 3 and (tmp_path / "a.ipynb").read_text() == text


def test_a_program_that_is_named_like_a_notebook_is_no_notebook(tmp_path, command):
    (tmp_path / "a.ipynb").write_text("from keras.models import Model\n", encoding="utf8")
    status, printed = command(tmp_path)
    assert status == 3 and "it is not JSON, as notebooks are" in printed
