# Every target explains itself: `make help`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# A package index with CPU builds of torch, where the general one serves CUDA builds of several GB.
TORCH_INDEX ?=
PIP_TORCH := $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX))
STAMP := $(VENV)/.installed
# Tests start the program again and again: compiled files save seconds each time.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format corpus model model-card words bench mutants screens schema constraints clean

help: ## This list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(STAMP) ## The environment in .venv, with everything for running and for development

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check $(PIP_TORCH) --constraint constraints.txt --editable '.[dev,training]'
	touch $@

demo: setup ## Database, local Telegram, bot, samples and the phone page, on this machine
	SHITU_HOME=$${SHITU_HOME:-./.shitu} $(BIN)/shitu demo $(ARGS)

test: setup ## All tests, in parallel
	$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

check: setup ## Style, types, arrows between packages, texts and documentation complete
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q -n 0 -p no:cacheprovider tests/house $(ARGS)

format: setup ## Put the code into shape
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .

bench: setup ## Benchmarks, each against a baseline of the same run
	@for name in startup embed understand statements talk; do $(BIN)/python -m tests.bench $$name --json || exit 1; done

mutants: setup ## Small faults in the rules that matter most: how many the fast tests notice (ARGS="--sample 20" to try)
	$(BIN)/python -m tests.mutants $(ARGS)

corpus: setup ## Check the texts that the language model learns from (ARGS='--apart FOLDER': none may stand there)
	$(BIN)/python -m matching.language.training.corpus $(ARGS)

model: setup ## Train the language model from the repository alone: about two hours on two cores (ARGS=--further: the last stage only)
	$(BIN)/python -m matching.language.training.train $(ARGS)

model-card: setup ## Measure the language model on writers it never saw, and write docs/model-card.md
	$(BIN)/python -m matching.evaluation.model_card $(ARGS)

words: setup ## Patterns that read no text of the corpus, or one only
	$(BIN)/python -m matching.evaluation.idle_patterns $(ARGS)

screens: setup ## The README's pictures, made from the running product
	$(BIN)/python -m tests.browser.screens docs/screens

schema: setup ## The local Telegram's Bot API schema, from the current aiogram
	$(BIN)/python -m bot.local_telegram.generate_schema

constraints: setup ## Refresh the pinned versions from what is installed now
	$(BIN)/python -m pip freeze --exclude-editable | grep -viE '^(pip|setuptools|wheel|torch)==' > constraints.txt
	echo 'torch==2.13.0' >> constraints.txt

clean: ## Remove the environment and what was generated
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
