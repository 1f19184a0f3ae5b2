"""The import rules of docs/architecture.md, walked over the source."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import onrecord

ROOT = Path(importlib.util.find_spec("onrecord").origin).parent  # type: ignore[union-attr, arg-type]
LAYERS = (
    {"errors"},
    {"extras", "settings", "lexicon", "text"},
    {"names", "model", "record"},
    {"read", "extract"},
    {"annotate", "identity"},
    {"batch", "store", "export"},
    {"ingest"},
    {"cli", "web", "spacy_component"},
    {"__main__"},
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
WITHIN_A_LAYER = {
    ("lexicon", "text"),
    ("text", "lexicon"),
    ("model", "names"),
    ("store", "export"),
    ("export", "store"),
    # The command that opens the reading room.
    ("cli", "web"),
}
"""What may import what of its own layer."""
IMPURE = {"os", "pathlib", "socket", "time", "urllib", "io", "subprocess", "requests", "random", "shutil"}
OUTSIDE = {"training", "evaluation", "benchmarks", "tests", "torch", "onnx", "safetensors", "transformers", "scipy"}
HEAVY = {
    "pyarrow", "trafilatura", "py3langid", "feedparser", "followthemoney", "spacy", "urllib3", "warcio", "brotli",
    "pandas", "polars", "psycopg",
}  # fmt: skip
OF_THE_STORE = {"sqlalchemy", "alembic", "rensa"}
"""Slow to load, and needed by nothing but the store, which is loaded when it is asked for."""


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


SOURCES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ROOT.rglob("*.py"))}
BY_NAME = {module_name(path): path for path in SOURCES}


def imports_of(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Every imported module by its absolute name; a relative import is a failure of its own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import"
            for alias in node.names:
                deeper = f"{node.module}.{alias.name}"
                yield (deeper if deeper in BY_NAME else str(node.module)), node.lineno


def imports_on_loading(tree: ast.Module) -> Iterator[str]:
    """Modules imported as soon as a module is: those outside functions."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (name for name, _ in imports_of(node))
        waiting.extend(ast.iter_child_nodes(node))


def layer_of(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


EVERY_SOURCE = pytest.mark.parametrize("path", SOURCES, ids=module_name)


def test_every_module_has_a_layer() -> None:
    assert {layer_of(name) for name in BY_NAME} - {""} <= set(LEVEL)


@EVERY_SOURCE
def test_a_module_imports_only_lower_layers(path: Path) -> None:
    own = layer_of(module_name(path))
    if own == "":
        return  # the package itself offers names of every layer below the command line
    for name, line in imports_of(SOURCES[path]):
        if name.split(".")[0] != "onrecord":
            continue
        other = layer_of(name)
        if other in {own, ""}:
            # Only the command line may look at the package as a whole.
            assert other == own or own in {"cli", "web"}, f"{path}:{line} imports {name}"
            continue
        lower = LEVEL[other] < LEVEL[own] or (own, other) in WITHIN_A_LAYER
        assert lower, f"{path}:{line}: {own} imports {name}"


def test_the_package_itself_does_not_load_the_command_line() -> None:
    names = {name for name, _ in imports_of(SOURCES[ROOT / "__init__.py"])}
    assert not {name for name in names if layer_of(name) in {"cli", "web", "batch"}}


def test_no_module_imports_itself_in_a_round() -> None:
    edges = {
        name: {other for other, _ in imports_of(SOURCES[path]) if other in BY_NAME and other != name}
        for name, path in BY_NAME.items()
    }
    done: set[str] = set()

    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " -> ".join((*above, name))
        if name not in done:
            for other in sorted(edges[name]):
                visit(other, (*above, name))
            done.add(name)

    for name in edges:
        if name != "onrecord" and not name.startswith("onrecord.cli"):
            visit(name, ())


@EVERY_SOURCE
def test_no_import_hides_behind_type_checking(path: Path) -> None:
    names = {node.id for node in ast.walk(SOURCES[path]) if isinstance(node, ast.Name)}
    attributes = {node.attr for node in ast.walk(SOURCES[path]) if isinstance(node, ast.Attribute)}
    assert "TYPE_CHECKING" not in names | attributes


@EVERY_SOURCE
def test_nothing_of_training_or_evaluation_is_imported(path: Path) -> None:
    assert not {name for name, _ in imports_of(SOURCES[path]) if name.split(".")[0] in OUTSIDE}


@pytest.mark.parametrize("path", [p for p in SOURCES if p.stem != "spacy_component"], ids=module_name)
def test_heavy_packages_are_imported_where_they_are_used(path: Path) -> None:
    assert not {name for name in imports_on_loading(SOURCES[path]) if name.split(".")[0] in HEAVY}


@pytest.mark.parametrize("path", [p for p in SOURCES if "extract" in p.parts], ids=module_name)
def test_extraction_is_pure(path: Path) -> None:
    assert not {name for name, _ in imports_of(SOURCES[path]) if name.split(".")[0] in IMPURE}
    functions = [node.func for node in ast.walk(SOURCES[path]) if isinstance(node, ast.Call)]
    assert not {function.id for function in functions if isinstance(function, ast.Name)} & {
        "open",
        "print",
        "input",
        "load_weights",
    }
    # The calendar is arithmetic; today's date is not.
    methods = {function.attr for function in functions if isinstance(function, ast.Attribute)}
    assert not methods & {"now", "today", "utcnow", "fromtimestamp"}


@EVERY_SOURCE
def test_only_settings_reads_the_environment(path: Path) -> None:
    if layer_of(module_name(path)) == "settings":
        return
    used = {node.attr for node in ast.walk(SOURCES[path]) if isinstance(node, ast.Attribute)}
    assert not used & {"environ", "getenv"}


def test_importing_the_package_loads_no_heavy_package() -> None:
    code = f"import sys, onrecord; print(sorted({HEAVY | OUTSIDE | OF_THE_STORE!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_public_names_are_these() -> None:
    assert set(onrecord.__all__) == {
        "AnnotatedReport", "AnnotationError", "ConfigurationError", "DateRange", "Entity", "ExportError",
        "MalformedReportError", "Mention", "MissingExtraError", "ModelError", "NotInStoreError", "OnRecordError",
        "Query", "QueryError", "QueryTimeoutError", "ReadError", "RecordError", "Report", "RoleSpans", "Said",
        "SchemaVersionError", "SourceSpans", "Span", "SpanError", "Speaker", "Statement", "Store", "StoreError",
        "TimeExpression", "UnsupportedFormatError", "WorkerError",
        "annotate", "open_store", "read",
    }  # fmt: skip
    assert onrecord.__all__ == sorted(onrecord.__all__)
    for name in onrecord.__all__:
        assert getattr(onrecord, name).__doc__, name


@pytest.mark.parametrize("command", [["--version"], ["read", "-"], ["people", "--help"]])
def test_commands_without_a_store_load_nothing_of_it(command: list[str]) -> None:
    code = (
        "import sys, atexit; from onrecord.cli import main; "
        f"atexit.register(lambda: print(sorted({OF_THE_STORE!r} & set(sys.modules)), file=sys.stderr)); "
        f"sys.argv[1:] = {command!r}; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, input="No.")
    assert done.stderr.splitlines()[-1] == "[]"
