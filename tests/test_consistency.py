"""What no single file can promise: the arrows between the apps, templates, sheets, catalogues, locks."""

import ast
import re
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from entraide import catalogues

ROOT = Path(settings.BASE_DIR)
APPS = ["personnel", "centres", "beneficiaires", "statistiques"]  # each may import those before it
# The wiring of entraide/: what joins the apps together, and the demonstration that a command of it builds.
WIRING = {"urls.py", "api.py", "settings.py", "management", "demo"}
LINES = 300
# A longer file holds two nouns; each exception says why it is one.
LONGER = {}

PYTHON = sorted(path for package in ("entraide", *APPS) for path in (ROOT / package).rglob("*.py"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SHEETS = sorted((ROOT / "static").glob("*.css"))


def name(path):
    return str(path.relative_to(ROOT))


def imported_packages(path):
    """The top packages that a file imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.split(".")[0]


# --- the arrows ---------------------------------------------------------------------------------------------
def test_the_arrows_go_one_way():
    against = []
    for path in PYTHON:
        package, *inside = path.relative_to(ROOT).parts
        if package == "entraide":
            allowed = set(APPS) if inside[0] in WIRING else set()
        else:
            allowed = set(APPS[: APPS.index(package) + 1])
        forbidden = {*APPS, "tests", "benchmarks", "scripts"} - allowed
        against += [
            f"{name(path)} imports {other}" for other in imported_packages(path) if other in forbidden
        ]
    assert not against


def test_no_relative_import_leaves_its_app():
    against = []
    for path in PYTHON:
        depth = len(path.relative_to(ROOT).parts) - 1
        for node in ast.walk(ast.parse(path.read_bytes())):
            if isinstance(node, ast.ImportFrom) and node.level > depth:
                against.append(f"{name(path)}: line {node.lineno}")
    assert not against


@pytest.mark.parametrize("folder", ["entraide", *APPS, "scripts", "benchmarks"])
def test_a_long_file_holds_two_nouns(folder):
    long = {}
    for path in (ROOT / folder).rglob("*.py"):
        if "migrations" not in path.parts and (lines := len(path.read_text("utf-8").splitlines())) > LINES:
            long[name(path)] = lines
    assert {path: lines for path, lines in long.items() if path not in LONGER} == {}
    assert {path for path in LONGER if path.startswith(f"{folder}/")} <= set(long), (
        "an exception has become needless"
    )


# --- templates ----------------------------------------------------------------------------------------------
def borrowed(template):
    """Does a package that we use have a template of this name? Then ours replaces it."""
    places = [Path(config.path) / "templates" for config in apps.get_app_configs()]
    return any((place / template).exists() for place in places)


def test_every_template_is_used():
    sources = [path.read_text("utf-8") for path in (*PYTHON, *TEMPLATES)]
    named = set(re.findall(r"[\w./-]+\.html", "\n".join(sources)))
    by_django = {"400.html", "403.html", "404.html", "500.html"}
    unused = []
    for path in TEMPLATES:
        template = path.relative_to(ROOT / "templates").as_posix()
        if template not in named | by_django and not borrowed(template):
            unused.append(template)
    assert not unused


def test_every_template_that_is_named_exists():
    missing = []
    for path in TEMPLATES:
        for template in re.findall(r"{% (?:include|extends) \"([^\"]+)\"", path.read_text("utf-8")):
            if not (ROOT / "templates" / template).exists() and not borrowed(template):
                missing.append(f"{name(path)}: {template}")
    assert not missing


INLINE = {
    "a style element": r"<style\b",
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "an event handler": r"<[^>]*\s(?:on[a-z]+|hx-on[\w:-]*)\s*=",
    "a script without src": r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)",
    "a javascript: address": r"javascript:",
    "another host": r"(?:src|href|action)=[\"'](?:https?:)?//",
}


@pytest.mark.parametrize("fault", INLINE)
def test_pages_obey_the_content_security_policy(fault):
    found = []
    for path in TEMPLATES:
        source = re.sub(r"{#.*?#}|{% comment .*?endcomment %}", "", path.read_text("utf-8"), flags=re.S)
        if re.search(INLINE[fault], re.sub(r"{[{%].*?[%}]}", "…", source, flags=re.S), flags=re.I):
            found.append(name(path))
    assert not found


# --- style sheets -------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_sheets_know_start_and_end_only(path):
    """One sheet for both directions: left and right would be wrong in one of them."""
    css = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
    assert re.findall(r"^.*\b(?:left|right)\b.*$", css, flags=re.M) == []


def test_templates_use_the_logical_classes_of_bootstrap():
    physical = r"class=\"[^\"]*\b(?:[mp][lr]-(?:\d|auto)|(?:float|text|border|rounded)-(?:left|right))\b"
    assert [name(path) for path in TEMPLATES if re.search(physical, path.read_text("utf-8"))] == []


@pytest.mark.filterwarnings("ignore:Found another file:UserWarning")
def test_static_files_can_be_collected_with_hashed_names(settings, tmp_path):
    """Production start-up fails on one missing picture in one sheet; here it fails earlier."""
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "entraide.storage.HashedStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert list(tmp_path.glob("entraide.*.css"))


# --- texts --------------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def used():
    return catalogues.extract(ROOT)


def catalogue(language):
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_catalogues_are_complete_and_compiled(language, used):
    faults = list(catalogues.faults(catalogue(language), language, used))
    assert not faults, "\n".join(faults)


def translations(language):
    """(message id, translation) with every placeholder replaced by a letter."""
    for entry in polib.pofile(str(catalogue(language))):
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            yield entry.msgid, re.sub(r"%\(\w+\)[sd]|%[sd]|{\w*}", "X", text).replace("%%", "%")


TYPOGRAPHY = {
    "fr": r"[^\u202f\s;?!][;?!]|[^\u202f(]%|\w:(?=\s|$)| [:;?!%]|«[^\u202f]|[^\u202f]»",
    "ar": r"[\u0621-\u064a]\s*[,;?]|\s[،؛؟]|[\u0660-\u0669]|\u0640",
}


@pytest.mark.parametrize("language", ["ar", "fr"])
def test_translations_keep_the_typography_of_their_language(language):
    """French: a narrow no-break space before ; : ? ! % and inside « ». Arabic: ، ؛ ؟ with none; 0-9."""
    faults = [
        (msgid, text) for msgid, text in translations(language) if re.search(TYPOGRAPHY[language], text)
    ]
    assert faults == []


# --- locks --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_locks_name_no_package_index(lock):
    assert re.findall(r"^--.*$|^.*://.*$", (ROOT / lock).read_text("utf-8"), flags=re.M) == []
