"""The import rules of docs/architecture.md: one test walks the source."""

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
    {"errors", "startup"},
    {"extras", "settings"},
    {"lexicon"},
    {"text"},
    {"names", "record"},
    {"model", "read"},
    {"extract", "models"},
    {"annotate", "identity"},
    {"export"},
    {"batch", "store"},
    {"ingest"},
    {"web", "spacy_component"},
    {"cli"},
    {"__main__"},
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
IMPURE = {"os", "pathlib", "socket", "time", "urllib", "io", "subprocess", "requests", "random", "shutil"}
IMPURE_CALLS = {"open", "print", "input", "load_weights"}
CLOCK = {"now", "today", "utcnow", "fromtimestamp"}
"""The calendar is arithmetic; today's date is not."""
PURE = {"extract"}
OUTSIDE = {
    "training", "evaluation", "corpora", "benchmarks", "tests", "torch", "onnx", "safetensors", "transformers", "scipy",
}  # fmt: skip
HEAVY = {
    "pyarrow", "trafilatura", "py3langid", "feedparser", "followthemoney", "spacy", "urllib3", "warcio", "brotli",
    "pandas", "polars", "psycopg", "pdfminer", "docx", "ray", "fsspec",
}  # fmt: skip
OF_THE_STORE = {"sqlalchemy", "alembic", "rensa"}
"""Slow to load, and needed by nothing but the store, which is loaded when it is asked for."""


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


SOURCES = {module_name(path): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ROOT.rglob("*.py"))}


def imports_of(tree: ast.AST) -> Iterator[str]:
    """Every imported module by its absolute name; ``.`` for a relative import."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield "."
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                deeper = f"{node.module}.{alias.name}"
                yield deeper if deeper in SOURCES else str(node.module)


def imports_on_loading(tree: ast.Module) -> Iterator[str]:
    """Modules imported as soon as a module is: those outside functions."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from imports_of(node)
        waiting.extend(ast.iter_child_nodes(node))


def layer_of(name: str) -> str:
    return name.split(".")[1] if "." in name else ""


def allows(own: str, other: str) -> bool:
    """Tell whether a layer may import another one of the package."""
    if own == "" or own == other:
        return True  # the package itself offers names of every layer below the command line
    if other == "":
        return own in {"cli", "web"}
    return LEVEL[other] < LEVEL[own]


def faults_of(name: str, tree: ast.Module) -> Iterator[str]:
    """Each import rule of docs/architecture.md that a module breaks."""
    own, imported = layer_of(name), set(imports_of(tree))
    nodes = list(ast.walk(tree))
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    if own and own not in LEVEL:
        yield "has no layer"
        return
    if "." in imported:
        yield "has a relative import"
    for other in imported:
        top = other.split(".")[0]
        if top == "onrecord" and not allows(own, layer_of(other)):
            yield f"imports {other}, which is no lower layer"
        if top in OUTSIDE:
            yield f"imports {other}, which is outside the package"
    if "TYPE_CHECKING" in names | attributes:
        yield "hides an import behind TYPE_CHECKING"
    if name != "onrecord.spacy_component":
        yield from (f"loads {n} at once" for n in imports_on_loading(tree) if n.split(".")[0] in HEAVY)
    if own != "settings" and attributes & {"environ", "getenv"}:
        yield "reads the environment"
    if own in PURE:
        called = [node.func for node in nodes if isinstance(node, ast.Call)]
        functions = {function.id for function in called if isinstance(function, ast.Name)}
        methods = {function.attr for function in called if isinstance(function, ast.Attribute)}
        impure = {n for n in imported if n.split(".")[0] in IMPURE} | functions & IMPURE_CALLS | methods & CLOCK
        yield from (f"is not pure: {found}" for found in sorted(impure))


def test_every_module_keeps_the_import_rules() -> None:
    faults = [f"{name} {fault}" for name, tree in SOURCES.items() for fault in faults_of(name, tree)]
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(
    ("name", "code", "fault"),
    [
        ("onrecord.text.a", "from onrecord.store import open_store", "imports onrecord.store, which is no lower layer"),
        ("onrecord.text.a", "import training", "imports training, which is outside the package"),
        ("onrecord.text.a", "from . import b", "has a relative import"),
        ("onrecord.text.a", "import typing\nif typing.TYPE_CHECKING: pass", "hides an import behind TYPE_CHECKING"),
        ("onrecord.read.a", "import pyarrow", "loads pyarrow at once"),
        ("onrecord.cli.a", "import os\nos.environ", "reads the environment"),
        ("onrecord.extract.a", "open('x')", "is not pure: open"),
        ("onrecord.extract.a", "import random", "is not pure: random"),
        ("onrecord.extract.a", "date.today()", "is not pure: today"),
        ("onrecord.unheard.a", "", "has no layer"),
    ],
)
def test_a_broken_rule_is_found(name: str, code: str, fault: str) -> None:
    assert list(faults_of(name, ast.parse(code))) == [fault]


def test_the_package_itself_does_not_load_the_command_line() -> None:
    names = set(imports_of(SOURCES["onrecord"]))
    assert not {name for name in names if layer_of(name) in {"cli", "web", "batch"}}


def test_no_module_imports_itself_in_a_round() -> None:
    edges = {
        name: {other for other in imports_of(tree) if other in SOURCES and other != name}
        for name, tree in SOURCES.items()
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


def test_importing_the_package_loads_no_heavy_package() -> None:
    code = f"import sys, onrecord; print(sorted({HEAVY | OUTSIDE | OF_THE_STORE!r} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_public_names_are_these() -> None:
    assert set(onrecord.__all__) == {
        "AnnotatedReport", "AnnotationError", "AnnotationSettings", "ConfigurationError", "DateRange",
        "Entity", "ExportError",
        "IngestCounts", "IngestOptions", "Ingestion",
        "MalformedReportError", "Mention", "MissingExtraError", "ModelError", "NotInStoreError", "OnRecordError",
        "PublicationDateError", "Query", "QueryError", "QueryTimeoutError", "ReadError", "RecordError", "Report",
        "RoleSpans", "Said",
        "SchemaVersionError", "SourceSpans", "Span", "SpanError", "Speaker", "Statement", "Store", "StoreError",
        "TimeExpression", "UnsupportedFormatError", "WorkerError",
        "annotate", "ingest_reports", "open_store", "read", "to_pandas",
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
