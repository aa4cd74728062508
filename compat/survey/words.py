"""The sentences of a survey, for the screen and the page."""
from compat.rewrite.migrate.uses import DATA, SERVED, UNSERVED
from compat.survey.records import OPENS, UNREADABLE, Evidence, Survey


def headline(found: Survey) -> str:
    """How much was read, and how it looks."""
    opens, broken = (sum(each.state == state for each in found.models) for state in (OPENS, UNREADABLE))
    return "{}, {} of code; {}: {:,} open as they are, {:,} need a look, {:,} cannot be read".format(
        counted(len(found.code), "file"), counted(sum(each.lines for each in found.code), "line"),
        counted(len(found.models), "model"), opens, len(found.models) - opens - broken, broken)


def written_for(found: Survey) -> str:
    """Which Keras the code was written for, as a sentence."""
    text = found.written.text
    return "Written for {}".format(text) if text else "Nothing says for which Keras the code was written"


def last_of(evidence: Evidence) -> str:
    """The last version that a sign fits, for people."""
    return "{}, taken until {}".format(evidence.last, evidence.taken_until) if evidence.taken_until else evidence.last


def names_sentence(found: Survey) -> str:
    """What compat does with the names that are used."""
    uses = {kind: sum(each.uses for each in found.names if each.served == kind) for kind in (SERVED, DATA, UNSERVED)}
    whole = sum(each.uses for each in found.names)
    return ("{} of {} of Keras and TensorFlow: compat serves {:,}; {:,} prepare data and need TensorFlow beside it; {:,} have "
            "no counterpart; of {:,} the tables say nothing").format(
                counted(whole, "use"), counted(len(found.names), "name"), uses[SERVED], uses[DATA], uses[UNSERVED],
                whole - sum(uses.values()))


def counted(number: int, what: str) -> str:
    """A number and its noun.

    Example:
        >>> counted(1, "file"), counted(1200, "line")
        ('1 file', '1,200 lines')
    """
    return "{:,} {}{}".format(number, what, "" if number == 1 else "s")


def size_of(size: float) -> str:
    """A size in bytes, for people.

    Example:
        >>> size_of(512), size_of(20500), size_of(3.2e9)
        ('512 B', '20.5 kB', '3.2 GB')
    """
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000 or unit == "GB":
            break
        size /= 1000
    return "{:.1f} {}".format(size, unit) if unit != "B" else "{:.0f} B".format(size)
