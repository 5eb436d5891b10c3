# make setup | demo | quick | test | bench | lint: each installs what it needs. Requires only Python 3.11 to 3.13 and make.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
FITS := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
# The first that runs and has a supported version: a name on the PATH may be a shim for a missing version.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do $$p -c '$(FITS)' 2>/dev/null && echo $$p && break; done)
N ?= auto
PYTEST := $(BIN)/python -m pytest --numprocesses $(N) --dist loadgroup

.DEFAULT_GOAL := help
.PHONY: help setup demo quick test coverage agree conformance peers fuzz cluster-test container-test bench lint lock clean

help:
	@echo "make setup     install everything into .venv (about a minute)"
	@echo "make demo      grade a simulated cohort; look at gradebook, reports and certificates"
	@echo "make quick     the fast tests: no TensorFlow, no box, no other program"
	@echo "make test      all tests that CI runs, on every core (N=1 for one)"
	@echo "make coverage  the same, and which lines they run"
	@echo "make lint      ruff, mypy and hadolint"
	@echo "make bench     measure the judge beside nbgrader and otter (some minutes)"
	@echo "make lock      pin the newest versions that fit, with hashes"
	@echo "make peers     install the programs that tests compare statistics and similarity with"
	@echo "make clean     remove caches and the demo; results, dist and keys stay"
	@echo "Before a release:"
	@echo "make conformance   hand in every hostile submission at every level; CI does most"
	@echo "make agree     compare nbgrader, otter and the judge on every known answer; CI does on a sample"
	@echo "make peers     install what others wrote (statistics, similarity, certificates), and compare ours with it"
	@echo "make fuzz      a million broken frames, 50,000 notebooks, 20,000 each of archives, credentials, keys and lists"
	@echo "make cluster-test   grade on a cluster while nodes are killed, cables pulled and disks filled; as root, on four hosts"
	@echo "make container-test   build the images and grade in them; as root on Debian it installs and starts Docker"

setup: $(READY)
	@echo "Ready. Try: make demo"

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" && $(PYTHON) -c '$(FITS)' || \
	  { echo "make setup: Python 3.11, 3.12 or 3.13 is needed; found: $(or $(PYTHON),$$(python3 -V 2>&1 || true))." >&2; \
	    echo "  Install one, or name it: make setup PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { echo "make setup: $(PYTHON) cannot make virtual environments (on Debian: apt-get install python3-venv)." >&2; exit 1; }
	@echo "Installing into $(VENV) (3 GB, about a minute; TensorFlow is the largest part) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > $(VENV)/uv.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $(VENV)/uv.txt || \
	  { echo "make setup: pip could not install anything; it needs a package index." >&2; exit 1; }
	@# uv is three times as fast; if it can't reach the package index that pip is configured for, fall back to pip.
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes --compile-bytecode -r requirements.lock 2>$(VENV)/uv.log || \
	  { echo "  ... with pip, which takes some minutes"; \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock || \
	      { cat $(VENV)/uv.log >&2; echo "make setup: could not install requirements.lock; it needs a package index and 3 GB of disk." >&2; exit 1; }; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY)
	@$(BIN)/autograder demo

quick: $(READY)
	@$(PYTEST) -m quick --strict-markers tests

test: $(READY)
	@$(PYTEST)

coverage: $(READY)
	@$(PYTEST) --cov --cov-report=term:skip-covered --cov-report=html:build/coverage

agree: $(READY)
	@AGREE=all $(BIN)/python -m pytest tests/test_agreement.py tests/test_release.py

conformance: $(READY)
	@CONFORMANCE=all $(PYTEST) tests/conformance

# Checkers that others wrote, for tests/test_peers.py, which skips what is not there. Requires npm, too.
peers: $(READY)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --require-hashes -r requirements-peers.lock
	@npm install --silent --no-save --prefix build/peers jose@6
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade --target build/peers/python openbadgeslib==4.6.3
	@$(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: --dest build/peers openbadgeslib==4.6.3
	@$(BIN)/python -m pytest tests/test_peers.py tests/test_questions.py tests/test_similarity.py

fuzz: $(READY)
	@FUZZ=1000000 $(BIN)/python -m pytest -s tests/test_fuzz*.py

cluster-test: $(READY)
	@$(BIN)/python -m pytest -m "cluster or not cluster" -s tests/cluster

container-test: $(READY)
	@tests/container/with-engine $(BIN)/python -m pytest -m container tests/container

bench: $(READY)
	@$(BIN)/autograder bench

lint: $(READY)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy
	@if test -x $(BIN)/hadolint; then $(BIN)/hadolint Dockerfile; fi

lock: $(READY)
	@$(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
	  --custom-compile-command "make lock" --upgrade --quiet --all-extras pyproject.toml -o requirements.lock
	@# TensorFlow's CUDA libraries, for the container with a GPU; everything else as above.
	@echo "tensorflow[and-cuda]; sys_platform == 'linux'" | $(BIN)/uv pip compile --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" --quiet \
	  --constraint requirements.lock - -o requirements-gpu.lock
	@# Programs that tests compare statistics and similarity with, if they are there. Nothing else uses them.
	@printf 'copydetect\npingouin\n' | $(BIN)/uv pip compile --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" --quiet \
	  --constraint requirements.lock - -o requirements-peers.lock

# Never removes what can't be regenerated: results and dist may hold gradebooks, submissions and the issuer's key.
clean:
	@rm -rf build .pytest_cache .mypy_cache .ruff_cache .coverage*
	@if test -f demo/.made-by-autograder-demo; then rm -rf demo; fi
