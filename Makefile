# Two commands are enough: `make audit ROOTS=~/src` and `make test`. Both set up `.venv` first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
ROOTS ?=
FLEET ?=
OUTPUT ?= reports
JOBS ?= 2
# Counting lines makes what is tried a hundred times three times as slow, and counts no more of them.
PYTEST = $(BIN)/pytest -n $(JOBS) --dist worksteal

.PHONY: audit test setup lint types imports unit bench corpus lock schema docs site examples clean

audit: $(VENV)/.run ## audit the repositories below ROOTS, or a small fleet made for the purpose
ifeq ($(strip $(ROOTS)),)
	$(BIN)/gitops-assets sample .gitops/sample
	GITOPS_HOME=$${GITOPS_HOME:-$(CURDIR)/.gitops/home} $(BIN)/gitops-assets audit --fleet .gitops/sample/fleet.yaml -o $(OUTPUT)
else
	$(BIN)/gitops-assets audit $(ROOTS) $(if $(FLEET),--fleet $(FLEET)) -o $(OUTPUT)
endif

test: $(VENV)/.dev .cache/corpus/.tested $(VENV)/.dbt ## everything that keeps the house: style, types, imports, tests, coverage
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PYTEST) -m "hypothesis or timed"
	$(PYTEST) -m "not hypothesis and not timed" --cov --cov-report=term

setup: $(VENV)/.run ## only make .venv

bench: $(VENV)/.dev ## measure and write benchmarks/README.md (BENCH=1000 repositories)
	$(BIN)/python -m benchmarks.run

corpus: $(VENV)/.dev ## ask the ecosystems' own tools about real manifests and write docs/judged.md
	$(BIN)/python -m corpus

schema docs: $(VENV)/.dev ## write the generated files under docs/ again
	$(BIN)/python -m gitops_assets.cli.generate

site: $(VENV)/.dev ## build the documentation into site/; whatever links nowhere fails it
	$(BIN)/python -m docs.build site

examples: $(VENV)/.dev ## audit 25 public projects over twelve moments and put every report into site/examples/
	$(BIN)/python -m benchmarks.examples site/examples
	$(BIN)/python -m docs.build site

lock: $(VENV)/.dev ## resolve the requirements again; addresses of registries never enter the files
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-strip-extras --custom-compile-command "make lock" pyproject.toml --group build -o requirements.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-strip-extras --custom-compile-command "make lock" pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --no-strip-extras --custom-compile-command "make lock" --group dbt -o requirements-dbt.txt

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed, '$(PYTHON)' is older: call make PYTHON=python3.12"; exit 2; }
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.run: requirements.txt pyproject.toml | $(VENV)/.made
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	$(BIN)/python -m compileall -q gitops_assets resources sensors service exporters dbt_like_reports
	touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	touch $@

# What dbt needs may not be there, or not for this Python: then one test says that it is skipped.
$(VENV)/.dbt: requirements-dbt.txt | $(VENV)/.made
	$(PYTHON) -m venv $(VENV)/dbt && $(VENV)/dbt/bin/python -m pip install --quiet --disable-pip-version-check \
	  --require-hashes -r requirements-dbt.txt && touch $@ || \
	  { rm -rf $(VENV)/dbt; echo "dbt was not installed: the test that compares with it is skipped"; }

.cache/corpus/.tested: corpus/packages.py $(VENV)/.dev
	$(BIN)/python -m corpus.packages && touch $@ || echo "the corpus was not fetched: the test with real manifests is skipped"

clean: ## forget the environment, the sample and what was measured
	rm -rf $(VENV) .gitops reports site .coverage .mypy_cache .pytest_cache .ruff_cache
