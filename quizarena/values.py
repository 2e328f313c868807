"""Frozen values made and changed quickly: a contest of a thousand facts makes a hundred thousand of them.

Decides how the fields of a frozen attrs class are stored. attrs calls `object.__setattr__` once a field, which is most
of what a value costs. Here a value is born in a subclass of the same layout that is not frozen, its fields are plain
assignments, and then it becomes one of its own class, frozen from there on: the same value, equal to what attrs makes.
Leaves to attrs every class that converts, validates or does something around its `__init__`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

import attrs

T = TypeVar("T")
Maker = Callable[..., Any]


def fast_init(cls: type[T]) -> type[T]:
    """Give a class made by `attrs.frozen` an `__init__` that does the same in less time.

    Raises:
        TypeError: It is not plain; see `is_plain`.
    """
    if not is_plain(cls):
        raise TypeError(f"{cls.__name__}: expected a frozen class with slots that only stores what it is given")
    whole: Any = cls
    slow, fields = whole.__init__, _fields(cls)
    handed_on = ", ".join(f"{field.name}={field.name}" for field in fields)
    lines = [
        f"def __init__(self, {', '.join(map(_parameter, fields))}):",
        "    if self.__class__ is not _cls:",
        f"        return _slow(self, {handed_on})",
        "    _become(self, _unfrozen)",
        *(f"    self.{field.name} = {_argument(field)}" for field in fields),
        "    self.__class__ = _cls",
    ]
    known = {"_cls": cls, "_slow": slow, "_unfrozen": _unfrozen(whole), "_become": _BECOME, "_NOTHING": attrs.NOTHING}
    defaults = {f"_default_{field.name}": field.default for field in fields}
    whole.__init__ = functools.wraps(slow)(_written(lines, "__init__", known | defaults))
    return cls


def evolve(value: T, /, **changes: Any) -> T:
    """Return `value` with other values in the fields named: `attrs.evolve` in a fifth of its time.

    Raises:
        TypeError: The class has no such field.
    """
    key = (value.__class__, *changes)
    try:
        make = _EVOLVERS[key]
    except KeyError:
        make = _EVOLVERS[key] = _evolver(value.__class__, *changes)
    changed: T = make(value, *changes.values())
    return changed


def replacer(cls: type[T], *names: str) -> Callable[..., T]:
    """Return `evolve` for those fields of `cls` alone: it takes a value and what the fields hold then, in that order.

    For what every fact comes by: naming the fields anew each time costs more than the change. A value of a subclass is
    changed as well, by `evolve`.
    """
    change = f"_evolve(_old, {', '.join(f'{name}={name}' for name in names)})"
    stored = {field.name: field.name if field.name in names else f"_old.{field.name}" for field in _fields(cls)}
    unless = f"if _old.__class__ is not _cls: return {change}"
    return maker(cls, ("_old", *names), stored, before=[unless], known={"_evolve": evolve})


def maker(
    cls: type,
    parameters: Sequence[str],
    stored: Mapping[str, str],
    *,
    before: Sequence[str] = (),
    known: Mapping[str, Any],
) -> Maker:
    """Return a function of `parameters` that makes a value of `cls`, which has to be plain.

    Args:
        cls: The class.
        parameters: The names of the function's parameters.
        stored: For every field the expression whose value it gets.
        before: Statements to go through first.
        known: What those statements and expressions name besides the parameters; each begins with an underscore.
    """
    lines = [
        f"def make({', '.join(parameters)}):",
        *(f"    {line}" for line in before),
        "    _made = _unfrozen()",
        *(f"    _made.{name} = {expression}" for name, expression in stored.items()),
        "    _made.__class__ = _cls",
        "    return _made",
    ]
    return _written(lines, "make", {"_cls": cls, "_unfrozen": _unfrozen(cls), **known})


def is_plain(cls: type) -> bool:
    """Whether `cls` is a frozen attrs class with slots whose `__init__` stores what it is given and does no more."""
    return (
        "__attrs_attrs__" in cls.__dict__
        and "__setattr__" in {name for each in cls.__mro__[:-1] for name in each.__dict__}
        and not getattr(cls, "__dictoffset__", 1)
        and not any(hasattr(cls, f"__attrs_{hook}_init__") for hook in ("pre", "post"))
        and all(map(_is_stored_as_given, _fields(cls)))
    )


_EVOLVERS: dict[tuple[Any, ...], Maker] = {}
"""By class and names of fields."""
_BECOME = object.__dict__["__class__"].__set__
"""What a frozen value's own `__setattr__` would refuse."""


def _evolver(cls: type, *changed: str) -> Maker:
    if is_plain(cls) and {field.name for field in _fields(cls)} >= {*changed}:
        return replacer(cls, *changed)
    return lambda value, *new: attrs.evolve(value, **dict(zip(changed, new, strict=True)))


@functools.cache
def _unfrozen(cls: Any) -> type:
    """Return the subclass of `cls` that is made with no field set, each to be assigned.

    All three methods are the object's own: with one of Python's among them the interpreter takes its slow way.
    """
    methods = {name: getattr(object, name) for name in ("__init__", "__setattr__", "__delattr__")}
    return type(cls.__name__, (cls,), {"__slots__": (), "__module__": cls.__module__, **methods})


def _fields(cls: Any) -> tuple[Any, ...]:
    return tuple(attrs.fields(cls))


def _is_stored_as_given(field: Any) -> bool:
    special = field.converter or field.validator or field.on_setattr or field.kw_only or field.alias != field.name
    return field.init and not special and not (is_made_anew(field) and field.default.takes_self)


def _parameter(field: Any) -> str:
    if field.default is attrs.NOTHING:
        return str(field.name)
    return f"{field.name}=_NOTHING" if is_made_anew(field) else f"{field.name}=_default_{field.name}"


def _argument(field: Any) -> str:
    if not is_made_anew(field):
        return str(field.name)
    return f"_default_{field.name}.factory() if {field.name} is _NOTHING else {field.name}"


def is_made_anew(field: Any) -> bool:
    """Whether a factory makes an attrs field's default anew for each value."""
    return isinstance(field.default, _FACTORY)


def default_of(field: Any) -> Any:
    """Return the default of an attrs field, made anew where a factory makes it; `attrs.NOTHING` where it has none."""
    return field.default.factory() if is_made_anew(field) else field.default


_FACTORY: Any = attrs.Factory
"""The class of defaults that are made anew; its types call it a function."""


def _written(lines: Sequence[str], name: str, known: dict[str, Any]) -> Maker:
    """Return the function `name` that `lines` define, as attrs writes its own; no text from outside is in them."""
    exec(compile("\n".join(lines), f"<quizarena {name}>", "exec"), known)
    made: Maker = known[name]
    return made
