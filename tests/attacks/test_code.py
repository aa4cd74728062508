"""Files that bring code: reading and inspecting them runs nothing, imports nothing, opens nothing else.

CVE-2024-3660 and CVE-2025-9905 (Lambda bytecode), CVE-2025-1550, -8747 and -9906 (modules and functions named by the
configuration), CVE-2025-12058 (a vocabulary read from disk), CVE-2025-49655 and CVE-2026-1462 (layers around pickles).
"""
import base64
import marshal
import os

import numpy as np
import pytest

from compat.config import origin_of, upgrade
from compat.loading.inspection import inspect
from compat.saved import read


def bytecode(marker):
    """A function of this Python that leaves a file behind, in the form Keras stores a Lambda."""
    code = compile("lambda x: __import__('os').mkdir({!r})".format(str(marker)), "attack", "eval").co_consts[0]
    return base64.b64encode(marshal.dumps(code)).decode("ascii")


def attacks(marker, secret):
    code = bytecode(marker)
    return {
        "Lambda": {"class_name": "Lambda", "config": {"name": "l", "function": [code, None, None],
                                                      "function_type": "lambda", "module": "os"}},
        "Lambda of Keras 3": {"class_name": "Lambda", "config": {"name": "l", "function": {
            "class_name": "__lambda__", "config": {"code": code, "defaults": None, "closure": None}}}},
        "module and function": {"module": "os", "class_name": "mkdir", "registered_name": "mkdir",
                                "config": {"name": "m", "path": str(marker)}},
        "function as activation": {"class_name": "Dense", "config": {"name": "d", "units": 1, "activation": {
            "module": "os", "class_name": "function", "config": "mkdir", "registered_name": "mkdir"}}},
        "safety switched off": {"class_name": "Lambda", "config": {"name": "l", "safe_mode": False, "function": {
            "module": "keras.config", "class_name": "function", "config": "enable_unsafe_deserialization"}}},
        "vocabulary from disk": {"class_name": "StringLookup", "config": {"name": "s", "vocabulary": str(secret)}},
        "SavedModel": {"class_name": "TFSMLayer", "config": {"name": "t", "filepath": str(secret)}},
        "pickle": {"class_name": "TorchModuleWrapper", "config": {"name": "p", "module": base64.b64encode(
            b"cposix\nmkdir\n(S'" + os.fsencode(str(marker)) + b"'\ntR.").decode("ascii")}},
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(attacks("", "")))
def test_code_in_a_configuration_stays_data(hostile, secret, audit, tmp_path, name):
    marker = tmp_path / "marker"
    layer = attacks(marker, secret.path)[name]
    dense = {"class_name": "Dense", "config": {"name": "dense_1", "units": 2, "batch_input_shape": [None, 3]}}
    with hostile(config={"class_name": "Sequential", "config": [dense, layer]}) as (_, group):
        group["kernel"] = np.ones((3, 2))
    inspect(hostile.path)  # so that our own modules are all there
    with audit.listening():
        saved = read(hostile.path)
        upgrade(saved.model_config, origin_of(saved))
        inspect(hostile.path)
    assert not marker.exists()
    assert not secret.was_opened()
    ours = {str(hostile.path), hostile.path, os.fsencode(str(hostile.path))}
    assert not set(audit.of("open")) - ours
    assert not audit.of("exec", "compile", "marshal.loads", "pickle.find_class", "os.system", "subprocess.Popen")
    assert not audit.of("import")


def test_the_auditor_hears_what_it_should(audit, tmp_path):
    if not hasattr(__import__("sys"), "addaudithook"):
        assert audit.events == []  # Python 3.7 has no audit events; the marker and the witness remain
        return
    with audit.listening():
        exec(compile("1 + 1", "here", "exec"))
        open(str(tmp_path / "file"), "w").close()
    assert {"exec", "compile", "open"} <= {kind for kind, _ in audit.events}
