# Two commands do everything on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# The larger model is installed from this checkout where its weights are in it.
BASE := $(wildcard models/base/src/onrecord_base/model.json)

.PHONY: demo test check evaluate benchmark clean

demo: $(VENV)/.installed
	$(BIN)/onrecord models
	$(BIN)/onrecord read examples/2031-03-09-strait-talks.txt
	$(BIN)/onrecord serve examples --detach

# The tests read reports with the small model; those of the models name theirs.
test: export ONRECORD_MODEL ?= small
test: $(VENV)/.installed check
	$(BIN)/onrecord models
	$(BIN)/python -m pytest -n auto --dist loadfile

check: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# CORPORA is a folder with polnear/dev.jsonl in it. Every installed model is held to its floors, or only MODEL=name.
evaluate: $(VENV)/.installed
	for model in $(or $(MODEL),$$($(BIN)/onrecord models --names)); do \
		$(BIN)/python -m evaluation $(CORPORA) --model $$model --gate || exit 1; \
	done

# CORPORA is a folder with articles/articles.jsonl.gz in it.
benchmark: $(VENV)/.installed
	$(BIN)/python -m benchmarks $(CORPORA) $(if $(MODEL),--model $(MODEL))

$(VENV)/.installed: pyproject.toml models/base/pyproject.toml $(BASE)
	$(PYTHON) -m venv $(VENV)
	@echo "Installing onrecord and what it needs into $(VENV). This takes some minutes."
	@touch $(VENV)/install.log
	@$(BIN)/python -m pip install --progress-bar off --disable-pip-version-check --editable '.[dev]' \
		$(if $(BASE),--editable models/base) > $(VENV)/install.log 2>&1 & pid=$$!; \
	while kill -0 $$pid 2>/dev/null; do \
		printf '\r%s packages' "$$(grep -c '^Collecting' $(VENV)/install.log)"; sleep 2; \
	done; printf '\n'; wait $$pid || { cat $(VENV)/install.log; exit 1; }
	touch $@

clean:
	rm -rf $(VENV)
