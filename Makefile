# make demo   compare the Moscow Declaration of 2003 with an invented later one
# make test   run the tests; "make quick" leaves out the slow ones
#
# Each makes .venv first if it has to. Say PYTHON=python3.12 to choose an interpreter,
# PIP_FLAGS="--extra-index-url ADDRESS" to add a package index (README, "Installing").

PYTHON ?= python3
VENV ?= .venv
PIP_FLAGS ?=
PYTEST_FLAGS ?=
# A process for each core; the tests that share what is costly to make (a browser, a model) go
# to one of them. PROCESSES=0 runs all tests in one.
PROCESSES ?= auto

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# Where CI is set, in one order and from one seed: what fails there fails wherever it is tried.
ORDER = $(if $(CI),--randomly-seed=2003 --randomly-dont-reorganize)
PYTEST = $(BIN)/python -m pytest -n $(PROCESSES) --maxprocesses 8 --dist loadgroup $(ORDER)
INSTALLED := $(VENV)/.installed
LINTERS := $(VENV)/.linters
DEMO := build/demo
PACKAGES := corpus embeddings compare llm reports serve cli
THRESHOLDS = $(basename $(notdir $(wildcard benchmarks/evaluate/thresholds/[a-z]*.py)))
SECOND_READER = $(basename $(notdir $(wildcard benchmarks/evaluate/second_reader/[a-z]*.py)))
# What reads pairs docs-out needs the readers of train/statements.py, and is run by hand.
BENCHMARKS = $(filter-out demo statements,$(basename $(notdir $(wildcard \
	benchmarks/evaluate/[a-z]*.py)))) $(addprefix thresholds.,$(THRESHOLDS)) \
	$(addprefix second_reader.,$(SECOND_READER)) serving.load

.PHONY: demo test quick lint types wheel bench clean
.DEFAULT_GOAL := demo
.DELETE_ON_ERROR:

demo: $(INSTALLED)
	@mkdir -p $(DEMO)
	@$(BIN)/scodiff compare -q 2003-moscow illustration -o $(DEMO)/report.html
	@$(BIN)/scodiff compare -q 2003-moscow illustration -o $(DEMO)/report.json
	@$(BIN)/python -m benchmarks.evaluate.demo $(DEMO)/report.json $(DEMO)/report.html

test: $(INSTALLED)
	@$(PYTEST) $(PYTEST_FLAGS)

quick: $(INSTALLED)
	@$(PYTEST) -m "not slow" $(PYTEST_FLAGS)

lint: $(LINTERS) types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy $(foreach p,$(PACKAGES),-p scodiff.$(p)) -p benchmarks
	MYPYPATH=tests/helpers $(BIN)/mypy $(wildcard tests/helpers/*.py tests/helpers/*/*.py) tests/conftest.py

# The folders are installed under scodiff; mypy finds them by that name through a link.
types:
	@mkdir -p build/types
	@ln -sfn ../.. build/types/scodiff

# A stale build/lib would be packed into the wheel.
wheel: $(INSTALLED)
	@rm -rf build/lib build/bdist.*
	$(PIP) wheel --quiet --no-deps --no-index --no-build-isolation --wheel-dir dist .
	@ls dist/scodiff-*.whl

bench: $(INSTALLED)
	@for name in $(BENCHMARKS); do echo "== $$name"; $(BIN)/python -m benchmarks.evaluate.$$name || exit 1; done

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis *.egg-info

# One installation serves the demonstration and the tests, so that whichever runs first
# fetches all that both need, and neither needs the network again.
$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "scodiff needs Python 3.11 or newer and $(PYTHON) is not: install one and name it, as in \"make $(or $(firstword $(MAKECMDGOALS)),demo) PYTHON=python3.12\"." >&2; \
	  exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install $(PIP_FLAGS) -c constraints.txt "setuptools>=77" -e ".[test]"
	@$(BIN)/python -m compileall -q $(PACKAGES)
	@touch $@

$(LINTERS): $(INSTALLED)
	$(PIP) install $(PIP_FLAGS) -c constraints.txt -e ".[dev]"
	@touch $@
