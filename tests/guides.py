"""The fenced blocks of the guides: where they stand, in which language, and the commands of a shell block."""
import functools
import importlib.util
import re
import shlex
import shutil
from pathlib import Path
from types import ModuleType
from typing import Iterator, List, NamedTuple, Set

ROOT = Path(__file__).parent.parent
#: Each is followed by a reader.
GUIDES = sorted(str(path.relative_to(ROOT)) for path in [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")), *(ROOT / "docs").rglob("*.md")])
#: What the language of a block says: code that is run, commands that are parsed, a change that is made again, or output.
LANGUAGES = {"python", "pycon", "sh", "diff", "yaml", "ipython", "text"}
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


#: What the commands and the Python of the guides open → the golden, or the text, that it is.
GOLDENS = {"old.h5": "mlp.h5", "io.npz": "mlp.npz", "pooled.h5": "my_mean_pool.h5", "cropped.h5": "masked_lambda.h5",
           "model.json": "mlp_weights_json.json", "weights.h5": "mlp_weights_json.h5"}
TEXTS = {"src/train.py": "from keras.layers import Dense\nlayer = Dense(output_dim=3)\n",
         "my_layers.py": "from compat.keras.layers import Layer\n\n\nclass Attention(Layer):\n    pass\n"}


class Block(NamedTuple):
    """A fenced block.

    Attributes:
        guide: path of its page below the root.
        line: of its fence.
        language: as the fence states it, "" for none.
        text: without the fences.
    """

    guide: str
    line: int
    language: str
    text: str

    def __str__(self) -> str:
        return "{}:{}".format(self.guide, self.line)


@functools.lru_cache(maxsize=None)
def generator() -> ModuleType:
    """The script that writes the generated pages, as a module."""
    spec = importlib.util.spec_from_file_location("compat_pages", str(ROOT / "docs" / "generate.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Command(NamedTuple):
    """A command of compat in a block: where it stands, and its arguments."""

    place: str
    arguments: List[str]

    def __str__(self) -> str:
        return "{} {}".format(self.place, " ".join(self.arguments[:3]))


def read(guide: str) -> str:
    """The text of a page."""
    return (ROOT / guide).read_text(encoding="utf8")


def blocks(*languages: str) -> List[Block]:
    """All blocks in these languages; without any, all."""
    return [block for guide in GUIDES for block in _blocks_of(guide) if not languages or block.language in languages]


def _blocks_of(guide: str) -> Iterator[Block]:
    text = read(guide)
    for found in _FENCE.finditer(text):
        yield Block(guide, text.count("\n", 0, found.start()) + 1, found.group(1), found.group(2))


def commands(text: str) -> List[List[str]]:
    """The commands of a shell block as lists of words: continued lines joined, comments and variables set before left out."""
    found = []
    for line in text.replace("\\\n", " ").splitlines():
        for part in line.split(" && "):
            words = shlex.split(part, comments=True)
            while words and re.match(r"[A-Z_]+=", words[0]):
                words = words[1:]
            if words:
                found.append(words)
    return found


def ours(*names: str) -> List[Command]:
    """The commands of compat in all shell blocks, of these names."""
    return [Command(str(block), words[1:]) for block in blocks("sh") for words in commands(block.text)
            if words[0] == "compat" and words[1] in names]


def prepare(folder: Path) -> None:
    """Put what the guides open into a folder."""
    for name, golden in GOLDENS.items():
        shutil.copy(str(ROOT / "tests" / "goldens" / "keras-2.2.4-py37" / golden), str(folder / name))
    for name, text in TEXTS.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf8")


def links(guide: str) -> List[str]:
    """Where a page links to, other than to addresses."""
    found = re.findall(r"\]\(([^)\s]+)\)", _FENCE.sub("", read(guide)))
    return [each for each in found if "://" not in each]


def anchors(guide: str) -> Set[str]:
    """What a link to a heading of a page can name."""
    headings = re.findall(r"(?m)^#+ (.+)$", _FENCE.sub("", read(guide)))
    return {re.sub(r"\s+", "-", re.sub(r"[^\w\s-]", "", heading).strip().lower()) for heading in headings}


def spans(guide: str, program: str) -> List[str]:
    """The commands of a program in the running text: `compat convert OLD NEW`."""
    return re.findall(r"`({} [^`\n]*)`".format(program), _FENCE.sub("", read(guide)))
