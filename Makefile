# These commands do all the set-up on a machine that has only Python 3.11+ and make:
#   make report   installs, then makes the quarterly report from data/sample
#   make test     installs, then checks and tests all that needs Python alone
#   make test-all the same, then what needs Chromium, poppler, LibreOffice, ../shared or time
#   make docs     installs, then writes docs/reference, the gallery and the outputs kept in the notebooks
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif
READY := $(VENV)/.ready
WORKERS ?= 2
unexport PYTHONDONTWRITEBYTECODE # every process would compile the whole kit again

.PHONY: report test test-all check frozen docs bench lab lock clean

report: $(READY)
	$(BIN)/engagekit report --data data/sample --out reports

test: $(READY) check
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

test-all: test
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --everything \
	  -m "browser or office or shared or slow"

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_layering.py

frozen: $(READY)
	$(BIN)/python -m tests.frozen.freeze --write

docs: $(READY)
	$(BIN)/python -m tests.section_stub
	$(BIN)/python docs/write.py

bench: $(READY)
	PYTHONPATH=. $(BIN)/python benchmarks/speed.py
	PYTHONPATH=. $(BIN)/python benchmarks/surveys.py

lab: $(READY)
	$(BIN)/jupyter lab notebooks

lock: $(READY)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group dev --extra scale --extra cluster \
	  --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
	  --no-annotate -o requirements.lock

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c "import sys; sys.exit('engagekit needs Python 3.11 or later; this is ' + sys.version.split()[0] + '. Say which: make PYTHON=python3.12 report') if sys.version_info < (3, 11) else None"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -c "import pathlib; pathlib.Path('$(READY)').touch()"

clean:
	rm -rf $(VENV) reports .pytest_cache .mypy_cache .ruff_cache
