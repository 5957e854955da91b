# Everything runs in a virtual environment that these targets make themselves from locked packages.
PYTHON ?= python3.11
BIN := .venv/bin
READY := .venv/.ready

.PHONY: demo test test-full fuzz lint bench bench-start bench-decide bench-reading bench-detect bench-probe bench-controls bench-scan bench-gate bench-history bench-screening bench-verify bench-rollup bench-paper bench-peers prove-lies schemas lock clean

$(READY): requirements/dev.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q src
	touch $@

demo: $(READY)  ## an estate of five systems made of real packages: checked, explained, certified, verified
	$(BIN)/python examples/demo.py

prove-lies: $(READY) .venv/.system  ## three lies about a new certificate, told to three verifiers; ends with how many were caught
	$(BIN)/python examples/prove_lies.py

test: $(READY) lint  ## what every change must pass
	$(BIN)/pytest -n 2 -m "not full"

test-full: $(READY) .venv/.system  ## what `make test` leaves out: it needs packages from a registry, a browser or a server
	$(BIN)/pytest -n 2 -m full

SYSTEM_PACKAGES := bind9-utils chromium libreoffice-calc-nogui nginx-light openssl poppler-utils postgresql softhsm2 squid

.venv/.system: $(READY) Makefile
	dpkg -s $(SYSTEM_PACKAGES) > /dev/null 2>&1 && command -v npm > /dev/null || { apt-get update -qq && \
	  apt-get install -qq --yes --no-install-recommends $(SYSTEM_PACKAGES) $$(command -v npm > /dev/null || echo nodejs npm); }
	touch $@

FUZZ_SECONDS ?= 600
FUZZ ?=

fuzz: $(READY)  ## every reader on inputs made up by two engines, FUZZ_SECONDS each; FUZZ names some of them
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	$(BIN)/python tests/fuzz/run.py --seconds $(FUZZ_SECONDS) $(FUZZ)

lint: $(READY)
	$(BIN)/ruff check --quiet
	$(BIN)/ruff format --check --quiet
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/muniment rules lint

bench: bench-start bench-decide bench-reading bench-detect bench-probe bench-controls bench-scan bench-gate bench-history bench-screening bench-verify bench-rollup bench-paper  ## every measurement; each ends with one line of JSON

bench-start: $(READY)
	$(BIN)/python bench/start.py

.PHONY: bench-ledger
bench: bench-ledger
bench-ledger: $(READY)
	$(BIN)/python bench/ledger.py

bench-decide: $(READY)
	$(BIN)/python bench/decisions.py

bench-detect: $(READY)
	$(BIN)/python bench/detect.py

bench-probe: $(READY)
	$(BIN)/python bench/probe.py

bench-controls: $(READY)
	$(BIN)/python bench/controls.py

bench-reading: $(READY)
	$(BIN)/python bench/reading.py

bench-scan: $(READY)
	$(BIN)/python bench/scan.py

bench-gate: $(READY)
	$(BIN)/python bench/gate.py

.PHONY: bench-gateway
bench-gateway: $(READY)  ## not part of `bench`: it needs nginx and a processor to itself
	$(BIN)/python bench/gateway.py

bench-history: $(READY)
	$(BIN)/python bench/history.py

bench-screening: $(READY)
	$(BIN)/python bench/screening.py

bench-rollup: $(READY)
	$(BIN)/python bench/rollup.py

bench-paper: $(READY)
	$(BIN)/python bench/paper.py

bench-verify: $(READY)
	$(BIN)/python bench/verify.py

bench-peers: $(READY)  ## not part of `bench`: it installs other tools; RULES=FOLDER lets semgrep take part
	$(BIN)/python bench/peers.py $(RULES)

schemas: $(READY)  ## write anew the schemas that the program makes: estate file, scans, files of the rulebook
	$(BIN)/python -c 'from muniment import wiring; from muniment.readers.estate.schema import schema_text; print(schema_text(wiring.rulebook().facts), end="")' > schemas/estate.schema.json
	$(BIN)/python -m muniment.render.scan.schema schemas
	$(BIN)/python -m muniment.render.answer_schemas schemas
	$(BIN)/python -c 'from pathlib import Path; from muniment.rulebook.schema import schemas; [Path("schemas/rulebook", name).write_text(text, "utf-8") for name, text in schemas()]'

lock:  ## resolve the dependencies anew
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header \
	  --python-version 3.11 pyproject.toml --group dev --group bench requirements/build.in -o requirements/dev.txt
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header \
	  --python-version 3.11 pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile --quiet --generate-hashes --no-annotate --no-header \
	  --python-version 3.11 --group fuzz --only-binary :all: -o requirements/fuzz.txt

clean:
	rm -rf .venv .cache demo dist
