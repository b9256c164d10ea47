"""Taking guards away, one at a time, to see whether the access tests notice.

A guard is a call of `visible_to` (named by file, function and receiver, so that the name outlives an
edit), the `visible_to` of a model as a whole, or a function of a `permissions.py`. `Guards` replaces them
while it is open: it notes which are asked, and lets everything through those in `removed`.
"""

import ast
import importlib
import inspect
import sys
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
PLACES = ("entraide", "personnel", "centres", "beneficiaires", "statistiques")
_RELAY = str(Path("db", "models", "manager.py"))


@cache
def _calls(path):
    """[(first line, last line, name)] of the calls of visible_to in a file."""
    found = []

    def walk(node, inside):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            inside = [*inside, node.name]
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "visible_to"
        ):
            name = f"{path.relative_to(ROOT)} {'.'.join(inside)}: {ast.unparse(node.func.value)}"
            again = sum(known.partition(" #")[0] == name for _first, _last, known in found)
            found.append((node.lineno, node.end_lineno, f"{name} #{again + 1}" if again else name))
        for child in ast.iter_child_nodes(node):
            walk(child, inside)

    walk(ast.parse(path.read_text()), [])
    return found


def call_sites():
    """The names of all calls of `visible_to` in the project."""
    files = (path for place in PLACES for path in sorted((ROOT / place).rglob("*.py")))
    return sorted({name for path in files for _first, _last, name in _calls(path)})


@cache
def _site(filename, line):
    path = Path(filename)
    if ROOT not in path.parents or path.relative_to(ROOT).parts[0] not in PLACES:
        return None
    around = [(last - first, name) for first, last, name in _calls(path) if first <= line <= last]
    return min(around)[1] if around else None


def _caller():
    frame = sys._getframe(2)
    while frame.f_code.co_filename.endswith(_RELAY):
        frame = frame.f_back
    return _site(frame.f_code.co_filename, frame.f_lineno)


def scoped_models():
    """{label: class of the queryset} of the models that have a `visible_to`."""
    found = {}
    for model in apps.get_models():
        queryset = type(model._default_manager.all())
        if "visible_to" in vars(queryset):
            found[model._meta.label] = queryset
    return found


def permissions():
    """{module.name: function} of the rules in words: `peut_*` and `voit_*` of every `permissions.py`."""
    found = {}
    for place in PLACES:
        if (ROOT / place / "permissions.py").exists():
            module = importlib.import_module(f"{place}.permissions")
            for name, function in inspect.getmembers(module, inspect.isfunction):
                if function.__module__ == module.__name__ and name.startswith(("peut_", "voit_")):
                    found[f"{module.__name__}.{name}"] = function
    return found


class Guards:
    """`asked`: the guards that were asked since it was emptied; `removed`: those that let everything
    through."""

    def __init__(self):
        self.asked, self.removed = set(), frozenset()

    def _scope(self, label, original):
        def visible_to(queryset, compte):
            site = _caller()
            self.asked |= {site, label}
            return queryset.all() if {site, label} & self.removed else original(queryset, compte)

        return visible_to

    def _permission(self, name, original):
        def permission(*args, **kwargs):
            self.asked.add(name)
            return True if name in self.removed else original(*args, **kwargs)

        return permission

    @contextmanager
    def without(self, *names):
        """The guards of these names let everything through."""
        self.removed = frozenset(names)
        try:
            yield
        finally:
            self.removed = frozenset()


@contextmanager
def guards():
    """Stand in for every guard of the project; put the real ones back."""
    watch, undo = Guards(), []

    def put(holder, name, value):
        undo.append((holder, name, getattr(holder, name)))
        setattr(holder, name, value)

    for label, queryset in scoped_models().items():
        put(queryset, "visible_to", watch._scope(label, queryset.visible_to))
    for name, function in permissions().items():
        standing = watch._permission(name, function)
        # Whoever imported the function holds it under a name of their own.
        for module in [m for n, m in list(sys.modules.items()) if n.partition(".")[0] in PLACES]:
            for own, value in list(vars(module).items()):
                if value is function:
                    put(module, own, standing)
    try:
        yield watch
    finally:
        for holder, name, value in reversed(undo):
            setattr(holder, name, value)
