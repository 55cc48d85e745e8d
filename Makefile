# tavshedstjek: `make run` serves the checker, `make test` runs all tests; both set up what they need.
PYTHON ?= python3
BIN := .venv/bin
SERVES := .venv/.serves
READY := .venv/.ready

NPM := tests/extension/node_modules/.package-lock.json

.PHONY: setup run test check evaluate corpus-check coverage train ablations test-run leakage fit hold wheel picture lock readonly audit clean
.PHONY: bench load scan-bench course scorm screenshots first-view extension extension-screens extension-bench

# What is measured and trained is what ships: names imported on this machine stay out of it.
bench load scan-bench evaluate coverage train ablations test-run leakage fit hold picture course scorm screenshots: export TAVSHEDSTJEK_DATA_DIR := $(CURDIR)/.venv/no-registers

setup: $(READY)

# Serving needs neither the tests' tools nor torch.
$(SERVES): pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $(SERVES)

$(READY): $(SERVES) tests/web/package-lock.json
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,training]'
	if command -v npm >/dev/null; then npm ci --silent --ignore-scripts --prefix tests/web; fi
	touch $(READY)

run: $(SERVES)
	$(BIN)/tavshedstjek serve

test: setup $(if $(shell command -v npm),$(NPM))
	$(BIN)/python -m pytest

# The editors of the extension's tests and its linter; without npm those tests are skipped.
$(NPM): tests/extension/package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund --prefix tests/extension
	touch $(NPM)

# The packages of the browser extension in dist/extension, linted: make extension UPDATES=https://intranet.example/tavshedstjek/updates.json
extension: $(NPM)
	$(PYTHON) extension/pack.py dist/extension $(UPDATES)
	tests/extension/node_modules/.bin/web-ext lint --no-config-discovery --warnings-as-errors $(if $(UPDATES),--self-hosted) --source-dir dist/extension/firefox

# Pictures of every state on every editor, in docs/extension.
extension-screens: setup $(NPM)
	$(BIN)/python -m tests.extension.screens docs/extension

# Keystroke to hint, submit to dialog: make extension-bench MODE=full
extension-bench: setup $(NPM)
	$(BIN)/python -m tests.extension.measure $(MODE)

# Chooses when a submit is held, on the calibration posts.
hold: setup
	$(BIN)/python -m training.hold_threshold

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m training.corpus_check data/corpus
	$(MAKE) audit

# Known vulnerabilities in what is served with; says which packages no advisory service could be asked about.
audit: setup
	$(BIN)/pip-audit --requirement requirements.lock --requirement requirements-hr.lock --disable-pip --no-deps --progress-spinner off --desc off

# On the validation posts, whose errors may be read; the test posts have a command of their own.
evaluate: setup
	$(BIN)/tavshedstjek evaluate --mode rules data/corpus/validation
	$(BIN)/tavshedstjek evaluate --mode full data/corpus/validation
	$(BIN)/python -m training.group_cases

# Counts of the corpus against what it should hold; near-duplicates, splits, second readings.
corpus-check: setup
	$(BIN)/python -m training.corpus_check data/corpus

# Against public registers and texts that are not part of the project: make coverage DATA=folder
coverage: setup
	$(BIN)/python -m training.coverage --data-dir $(DATA)

# Speed, size and memory in both modes, over HTTP, and beside the peers; written with machine and date. Half an hour, on a quiet machine.
BENCH := docs/benchmarks
bench: setup
	mkdir -p $(BENCH)
	$(BIN)/python -m training.bench --mode rules --out $(BENCH)/rules.json
	$(BIN)/python -m training.bench --mode full --out $(BENCH)/full.json
	$(BIN)/python -m tests.load --only latency --out $(BENCH)/http.json
	$(BIN)/python -m training.peers data/corpus/validation --out $(BENCH)/peers.json

# Load and faults against a real server on loopback, a quarter of an hour; not part of the tests.
load: setup
	$(BIN)/python -m tests.load --out $(BENCH)/load.json

# A million invented titles scanned, killed half-way and resumed; not part of the tests.
scan-bench: setup
	$(BIN)/python -m training.scan_bench --rows 1000000

# The whole road to new weights: base model, fine-tuning, int8 export, calibration, figures on the validation posts. DATA is a folder
# with public data (real comments as negatives, names); RUN keeps checkpoints, and an interrupted run goes on where it stopped.
RUN ?= runs/latest
VERSION ?= $(shell date +%Y-%m-%d)
# Tensors of every step are of new sizes: memory that goes back to the system each time costs half of the time.
train: export MALLOC_MMAP_THRESHOLD_ := 33554432
train: export MALLOC_TRIM_THRESHOLD_ := 17179869184
train: export MALLOC_TOP_PAD_ := 268435456
train: setup
	$(BIN)/python -m training.encoder.base_model
	$(BIN)/python -m training.encoder.train --data-dir $(DATA) --out $(RUN) --resume $(RECIPE)
	$(BIN)/python -m training.encoder.export $(RUN) --version $(VERSION)
	$(BIN)/python -m training.calibrate data/corpus/calibration
	$(BIN)/tavshedstjek evaluate --mode full data/corpus/validation

# What each choice of the recipe is worth, on the validation posts: smaller runs of their own, hours on two cores; a stopped one goes on.
ablations: export MALLOC_MMAP_THRESHOLD_ := 33554432
ablations: export MALLOC_TRIM_THRESHOLD_ := 17179869184
ablations: export MALLOC_TOP_PAD_ := 268435456
ablations: setup
	$(BIN)/python -m training.parts
	$(BIN)/python -m training.encoder.ablations --data-dir $(DATA)

# One run of the shipped engine on the test posts, appended to TEST_RUNS.md. Once a release.
test-run: setup
	$(BIN)/python -m training.test_run

# How much of the test posts can be known from the train posts.
leakage: setup
	$(BIN)/python -m training.leakage

# Fits the weights of the scope evidence and of the score (data/priors/scope.toml): make fit DATA=folder
fit: setup
	$(BIN)/python -m training.fit_scope data/corpus/train $(if $(DATA),--data-dir $(DATA))

# Builds the wheel, installs it in a clean environment and runs it from another folder.
wheel: setup
	rm -rf build dist .wheel-check
	$(BIN)/python -m build --wheel --outdir dist >/dev/null
	$(PYTHON) -m venv .wheel-check
	.wheel-check/bin/pip install --quiet --disable-pip-version-check dist/*.whl
	cd / && $(CURDIR)/.wheel-check/bin/tavshedstjek check "4 hjertestop på én uge på M5"
	cd / && $(CURDIR)/.wheel-check/bin/tavshedstjek check --mode full "4 hjertestop på én uge på M5" >/dev/null
	printf 'titel\nKlage, cpr 010190-0000\n' > .wheel-check/sager.csv
	cd / && $(CURDIR)/.wheel-check/bin/tavshedstjek scan $(CURDIR)/.wheel-check/sager.csv --column titel --out $(CURDIR)/.wheel-check/scan
	cd / && $(CURDIR)/.wheel-check/bin/python -m api.check.pages.scorm $(CURDIR)/.wheel-check/scorm.zip
	rm -rf .wheel-check build

# The files a release goes out with: versions with hashes, the bill of materials, and the licences of what is in it; and what it was developed and tested with.
PIN := pip-compile --quiet --strip-extras --no-header --no-emit-index-url --no-emit-find-links --no-emit-trusted-host

lock: setup
	$(BIN)/$(PIN) --generate-hashes --output-file requirements.lock pyproject.toml
	$(BIN)/$(PIN) --generate-hashes --extra hr --constraint requirements.lock --output-file requirements-hr.lock pyproject.toml
	$(BIN)/$(PIN) --no-annotate --extra dev --extra training --output-file constraints.txt pyproject.toml
	sed -i 's/+cpu$$//; /^tavshedstjek/d; /^#/d; /^$$/d' constraints.txt
	rm -rf .venv-locked
	$(PYTHON) -m venv .venv-locked
	.venv-locked/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/cyclonedx-py environment .venv-locked/bin/python --pyproject pyproject.toml --output-reproducible --output-file sbom.cdx.json
	.venv-locked/bin/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-hr.lock
	$(BIN)/cyclonedx-py environment .venv-locked/bin/python --pyproject pyproject.toml --output-reproducible --output-file sbom-hr.cdx.json
	$(BIN)/python -m training.notice .venv-locked > NOTICE
	rm -rf .venv-locked

# Installs from the lock into a bare folder and serves from it with a read-only root, no home and no rights (Linux, root).
readonly:
	deploy/try-readonly.sh

picture: setup
	$(BIN)/python -m api.picture docs/check.svg

# The engine's answers to the posts of the course, and where they differ from the guide: when the engine or the posts have changed.
course: setup
	$(BIN)/python -m api.check.pages.stored

# The course for learning systems.
scorm: setup
	$(BIN)/python -m api.check.pages.scorm dist/tavshedspligt-scorm12.zip

# Every page and state, phone and desktop, light and dark.
screenshots: setup
	$(BIN)/python -m tests.web.pictures docs/web

first-view: setup
	$(BIN)/python -m tests.web.first_view

clean:
	rm -rf tests/web/node_modules .venv .wheel-check build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
