"""One worker process: imports Keras once, then reads jobs from standard input and answers each with a line of JSON.

Its first line says that it is ready, or why it cannot start. It exits when its input ends, even while it converts a file,
because its parent has ended then.
"""
import json
import os
import queue
import sys
import threading
from typing import BinaryIO, Callable, Dict, List, Mapping

import compat.fleet.storage as storage
from compat.errors import CompatError
from compat.fleet.records import CONVERTED, FAILED, Options
from compat.loading.convert import Conversion, check_target, convert_with, forget
from compat.loading.formats import target_for
from compat.loading.options import LoadOptions
from compat.loading.references import custom_objects, lambda_functions

#: Longer messages are cut: an error may quote a whole file.
_LONGEST = 4000
#: The worker has its parent's ``sys.path``; "-m" would put the working directory first, where untrusted files may be.
_PROGRAM = "import os, sys; sys.path[:] = sys.argv.pop(1).split(os.pathsep); from compat.fleet.worker import main; main()"


def command(options: Options) -> List[str]:
    """The command line of a worker."""
    return [sys.executable, "-c", _PROGRAM, os.pathsep.join(sys.path), json.dumps(options._asdict())]


#: Converts a path to a path; the third is of an architecture, or empty.
Convert = Callable[[str, str, str], Conversion]


def answer(source: str, target: str, out: str, convert_file: Convert, architecture: str = "") -> Dict[str, object]:
    """Convert one file; an error is an answer, not an exception.

    Args:
        source, target: path or fsspec URL.
        out: folder that must contain the target.
        convert_file: converts it.
        architecture: path or fsspec URL of an architecture with a matching name, or empty.
    """
    old, size = source, 0
    try:
        with storage.fetched(source) as old, storage.fetched(architecture) as beside, storage.delivered(target, out) as new:
            size = storage.size_of(old)
            done = convert_file(old, new, beside)
    except Exception as error:  # an error of Keras, a custom layer or a disk concerns this file, not the run
        message = str(error) if isinstance(error, CompatError) else "{}: {}".format(type(error).__name__, error)
        return {"status": FAILED, "cause": type(error).__name__, "message": _short(message.replace(old, source)), "size": size}
    return {"status": CONVERTED, "message": str(done.verification), "warnings": [_short(each) for each in done.warnings],
            "size": size, "origin": done.origin.described}


def converter(options: Options) -> Convert:
    """A function that converts files as the options say.

    Raises:
        NoKerasError: no Keras is installed.
        OptionError, LambdaError: an object that the options name cannot be used.
    """
    forget()  # imports Keras before the first file's time starts
    how = LoadOptions(custom_objects(options.custom), options.compile, lambda_functions(options.lambdas, options.masks),
                      options.safe_mode)

    def convert_file(source: str, target: str, architecture: str) -> Conversion:
        form = target_for(target, options.to, options.keras_version)
        check_target(source, target, True, form)
        try:
            return convert_with(how, source, target, architecture=architecture, standalone=options.standalone, form=form)
        finally:
            forget()

    return convert_file


def main() -> None:
    """Convert jobs until the input ends."""
    answers = _take_standard_output()
    jobs: "queue.Queue[List[str]]" = queue.Queue()
    threading.Thread(target=_hear, args=(sys.stdin.buffer, jobs), daemon=True).start()
    options = Options(**json.loads(sys.argv[1]))
    try:
        convert_file = converter(options)
    except CompatError as error:
        _say(answers, {"error": type(error).__name__, "message": str(error)})
        return
    _say(answers, {"ready": True})
    while True:
        source, target, architecture = jobs.get()
        _say(answers, answer(source, target, options.out, convert_file, architecture))


def _hear(lines: BinaryIO, jobs: "queue.Queue[List[str]]") -> None:
    for line in lines:
        jobs.put(json.loads(line.decode("ascii")))
    os._exit(0)


def _say(answers: BinaryIO, message: Mapping[str, object]) -> None:
    answers.write(json.dumps(message).encode("ascii") + b"\n")


def _take_standard_output() -> BinaryIO:
    """Keep the pipe to the parent, and redirect what Keras prints to standard error."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    return answers


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + " …"
