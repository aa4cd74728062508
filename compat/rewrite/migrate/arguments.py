"""Changes of the arguments of a call, on LibCST's tree: each function makes one change for :meth:`Edits.change`."""
from typing import Any, Callable, Dict, List, Mapping, Optional, Sequence

Change = Callable[[Any], Any]


def renamed(names: Mapping[str, str]) -> Change:
    """Keywords under other names."""
    def change(call: Any) -> Any:
        return call.with_changes(args=[_with_keyword(arg, names.get(_keyword(arg), _keyword(arg))) if arg.keyword else arg
                                       for arg in call.args])
    return change


def dropped(*names: str) -> Change:
    """The call without some keywords."""
    def change(call: Any) -> Any:
        return _without(call, lambda arg: _keyword(arg) in names)
    return change


def added(name: str, code: str) -> Change:
    """One more keyword at the end, before ``**rest``."""
    def change(call: Any) -> Any:
        import libcst

        args = list(call.args)
        place = next((number for number, arg in enumerate(args) if arg.star == "**"), len(args))
        new = _with_keyword(libcst.Arg(libcst.parse_expression(code)), name)
        if place == len(args) and args:
            last = args[-1]
            before = args[-2].comma if len(args) > 1 else libcst.MaybeSentinel.DEFAULT
            args[-1] = last.with_changes(comma=before)
            new = new.with_changes(comma=last.comma, whitespace_after_arg=last.whitespace_after_arg)
            args[-1] = args[-1].with_changes(whitespace_after_arg=libcst.SimpleWhitespace(""))
        elif args:
            new = new.with_changes(comma=libcst.Comma(whitespace_after=libcst.SimpleWhitespace(" ")))
        return call.with_changes(args=[*args[:place], new, *args[place:]])
    return change


def with_value(name: str, code: str) -> Change:
    """Another value for a keyword."""
    def change(call: Any) -> Any:
        import libcst

        return call.with_changes(args=[arg.with_changes(value=libcst.parse_expression(code)) if _keyword(arg) == name else arg
                                       for arg in call.args])
    return change


def at_position(place: int, code: str) -> Change:
    """Another value for a positional argument."""
    def change(call: Any) -> Any:
        import libcst

        args = list(call.args)
        args[place] = args[place].with_changes(value=libcst.parse_expression(code))
        return call.with_changes(args=args)
    return change


def without_position(place: int) -> Change:
    """The call without one positional argument."""
    def change(call: Any) -> Any:
        gone = call.args[place]
        return _without(call, lambda arg: arg is gone)
    return change


def by_keyword(names: Sequence[str], start: int = 0) -> Change:
    """Positional arguments from a place on get their names."""
    def change(call: Any) -> Any:
        args = list(call.args)
        for place in range(start, min(len(args), len(names))):
            if args[place].keyword is None and not args[place].star:
                args[place] = _with_keyword(args[place], names[place])
        return call.with_changes(args=args)
    return change


def as_function(name: str) -> Change:
    """The call of a method as the call of a function that takes the object first."""
    def change(call: Any) -> Any:
        import libcst

        comma = libcst.Comma(whitespace_after=libcst.SimpleWhitespace(" ")) if call.args else libcst.MaybeSentinel.DEFAULT
        first = libcst.Arg(call.func.value, comma=comma)
        return call.with_changes(func=libcst.parse_expression(name), args=[first, *call.args])
    return change


def as_argument_of(name: str, taken: str) -> Change:
    """The call without one keyword, in the call of a function that takes both."""
    def change(call: Any) -> Any:
        import libcst

        value = next(arg.value for arg in call.args if _keyword(arg) == taken)
        comma = libcst.Comma(whitespace_after=libcst.SimpleWhitespace(" "))
        inner = _without(call, lambda arg: _keyword(arg) == taken)
        return libcst.Call(libcst.Name(name), [libcst.Arg(inner, comma=comma), libcst.Arg(value)])
    return change


def joined(name: str, parts: Sequence[str]) -> Change:
    """Several keywords as one, a tuple, in the place of the first."""
    def change(call: Any) -> Any:
        import libcst

        values = {_keyword(arg): arg.value for arg in call.args}
        elements = [libcst.Element(values[part]) for part in parts]
        first = next(arg for arg in call.args if _keyword(arg) in parts)
        whole = _with_keyword(first.with_changes(value=libcst.Tuple(elements)), name)
        call = _without(call, lambda arg: _keyword(arg) in parts and arg is not first)
        return call.with_changes(args=[whole.with_changes(comma=arg.comma, whitespace_after_arg=arg.whitespace_after_arg)
                                       if _keyword(arg) == parts[0] or _keyword(arg) == _keyword(first) else arg
                                       for arg in call.args])
    return change


def joined_positions(start: int, end: int) -> Change:
    """Several positional arguments as one tuple."""
    def change(call: Any) -> Any:
        import libcst

        args = list(call.args)
        whole = libcst.Tuple([libcst.Element(arg.value) for arg in args[start:end]])
        args[start:end] = [args[end - 1].with_changes(value=whole)]
        return call.with_changes(args=args)
    return change


def arguments_by_name(call: Any, parameters: Sequence[str]) -> Optional[Dict[str, str]]:
    """The text of each argument by the name of its parameter; None where stars hide which is which."""
    import libcst

    found: Dict[str, str] = {}
    for place, arg in enumerate(call.args):
        name = _keyword(arg) if arg.keyword else parameters[place] if place < len(parameters) else ""
        if arg.star or not name:
            return None
        found[name] = libcst.Module([]).code_for_node(arg.value)
    return found


def is_simple(code: str) -> bool:
    """Whether an expression can stand before a dot without parentheses."""
    import libcst

    return isinstance(libcst.parse_expression(code), (libcst.Name, libcst.Attribute, libcst.Call, libcst.Subscript))


def as_tree(code: str) -> Any:
    """The tree of an expression."""
    import libcst

    return libcst.parse_expression(code)


def _keyword(arg: Any) -> str:
    return str(arg.keyword.value) if arg.keyword is not None else ""


def _with_keyword(arg: Any, name: str) -> Any:
    import libcst

    if arg.keyword is not None:
        return arg.with_changes(keyword=libcst.Name(name))
    none = libcst.SimpleWhitespace("")
    return arg.with_changes(keyword=libcst.Name(name), equal=libcst.AssignEqual(none, none))


def _without(call: Any, is_gone: Callable[[Any], bool]) -> Any:
    """The call without some arguments: of each the comma before it goes, so that line breaks after it stay."""
    args: List[Any] = []
    for arg in call.args:
        if not is_gone(arg):
            args.append(arg)
        elif args:
            args[-1] = args[-1].with_changes(comma=arg.comma, whitespace_after_arg=arg.whitespace_after_arg)
    return call.with_changes(args=args)
