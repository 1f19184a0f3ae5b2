# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.PHONY: demo test check evaluate benchmark clean

demo: $(VENV)/.installed
	$(BIN)/onrecord read examples/2031-03-09-strait-talks.txt
	$(BIN)/onrecord serve examples --detach

test: $(VENV)/.installed check
	$(BIN)/python -m pytest -n auto --dist loadfile

check: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# CORPORA is a folder with polnear/dev.jsonl in it.
evaluate: $(VENV)/.installed
	$(BIN)/python -m evaluation $(CORPORA) --gate

# CORPORA is a folder with articles/articles.jsonl.gz in it.
benchmark: $(VENV)/.installed
	$(BIN)/python -m benchmarks $(CORPORA)

$(VENV)/.installed: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

clean:
	rm -rf $(VENV)
