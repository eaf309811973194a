# Works with GNU make 3.81 (macOS) and later.
PORT ?= 8000
TEST_WORKERS ?= 2
COMPOSE ?= docker compose
VENV := .venv
PY := $(VENV)/bin/python
RUN := $(VENV)/run.stamp
DEV := $(VENV)/dev.stamp
SERVICES := members catalog tickets projects notify

.DEFAULT_GOAL := help
.PHONY: help run test serve up down logs scale lint format bench bench-claims bench-notify lock reset clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

run: $(RUN) ## everything in one process, with demonstration data (PORT=8000)
	@exec ./unionhall run --port $(PORT)

test: $(DEV) ## every test (ARGS="-k claims", TEST_WORKERS=2)
	@$(PY) -m pytest -rs -n $(TEST_WORKERS) --dist loadgroup $(ARGS)

# --- one process each, on the RabbitMQ and PostgreSQL of this machine ------------------------

serve: export AMQP_URI := $(or $(AMQP_URI),amqp://guest:guest@127.0.0.1:5672/)
serve: export DATABASE_URL := $(or $(DATABASE_URL),postgresql://postgres@127.0.0.1:5432/unionhall_{service})
serve: export DOCUMENTS_FOLDER := $(or $(DOCUMENTS_FOLDER),var/documents)
serve: export DEMO := $(or $(DEMO),true)
serve: $(DEV) var/serve.env ## every service its own process on RabbitMQ and PostgreSQL
	@set -a; . ./var/serve.env; START_TIMEOUT=5 LOG_LEVEL=WARNING ./unionhall migrate || { echo; \
	  echo "make serve needs RabbitMQ at AMQP_URI ($${AMQP_URI##*@})"; \
	  echo "and PostgreSQL at DATABASE_URL ($${DATABASE_URL##*@})."; \
	  echo "make run needs neither, make up brings both in containers."; exit 1; }
	@set -a; . ./var/serve.env; [ "$$DEMO" != true ] || LOG_LEVEL=WARNING ./unionhall demo
	@echo "http://127.0.0.1:$(PORT)  (Ctrl-C stops)"
	@exec $(PY) -m honcho start -e var/serve.env -p $(PORT)

var/serve.env:
	@mkdir -p var
	@umask 077; ./unionhall secrets > $@.new && mv $@.new $@

# --- containers ------------------------------------------------------------------------------

up: .env ## everything in containers, with demonstration data (DEMO=false without)
	@$(COMPOSE) version >/dev/null 2>&1 || { echo "make up needs Docker with compose v2; make run needs only Python."; exit 1; }
	$(COMPOSE) up -d --build --wait
	@echo "http://$$($(COMPOSE) port gateway 8000)"

# A file that goes wrong half-way must not stay: servers would keep its passwords.
.env:
	@umask 077; { ./unionhall secrets --compose && echo "DEMO=$(or $(DEMO),true)"; } > $@.new && mv $@.new $@
	@echo "Made .env with fresh secrets (DEMO=$(or $(DEMO),true)). Keep it: the data cannot be read without it."

down: ## stop the containers; their data stays
	$(COMPOSE) down

logs: ## follow the containers' logs (SERVICE=tickets)
	$(COMPOSE) logs -f --tail 100 $(SERVICE)

wanted = $(strip $(if $(SERVICE),$(SERVICE)=$(or $(N),1)) \
  $(foreach s,$(SERVICES),$(if $(filter command,$(origin $(s))),$(s)=$($(s)))))

scale: ## run more processes of a service: make scale tickets=2
	@[ -n "$(wanted)" ] || { echo "make scale tickets=2   (one or more of: $(SERVICES))"; exit 2; }
	$(COMPOSE) up -d --wait --no-deps --no-recreate $(addprefix --scale ,$(wanted)) \
	  $(foreach w,$(wanted),$(firstword $(subst =, ,$(w))))

# --- the house -------------------------------------------------------------------------------

lint: $(DEV) ## format, lint and types, as CI checks them
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy

format: $(DEV) ## put the code into the house's form
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

bench: $(DEV) ## what the performance claims rest on, each beside its yardstick
	$(PY) -m benchmarks $(ARGS)

bench-notify: $(DEV) ## 100,000 bulk messages on PostgreSQL, beside a bare loop
	$(PY) -m benchmarks.notify $(ARGS)

bench-claims: $(DEV) ## claims per second on RabbitMQ and PostgreSQL, beside nameko's own way
	$(PY) -m benchmarks.claims $(ARGS)

# Compiled on the oldest Python of the house, so that its backports are in. UPGRADE=1 takes newer versions.
lock: $(DEV) ## pin requirements with hashes (UPGRADE=1 for the newest versions)
	@$(PY) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11) and "make lock needs a .venv on Python 3.11: make clean, then make lock PYTHON=python3.11")'
	$(call pin,requirements)
	$(call pin,requirements-dev)

pin = @$(PY) -m piptools compile --quiet $(if $(UPGRADE),--upgrade) --generate-hashes --allow-unsafe --strip-extras \
	  --no-header --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
	  --output-file $(1).txt $(1).in \
	&& { echo "\# Made by \`make lock\` from $(1).in, compiled on Python 3.11; good for 3.11 to 3.13 on Linux and macOS."; \
	  grep -v '^\# Made by ' $(1).txt; } > $(1).new && mv $(1).new $(1).txt

reset: ## remove the data of make run and make serve's secrets
	rm -rf var

clean: ## remove the virtual environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis test-artefacts
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- the virtual environment; a stamp says that it is complete -------------------------------

# PYTHON if given, else the first that the lock was tried on, else any that is new enough.
newest = for p in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	  $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= $(1))' 2>/dev/null && echo $$p && break; done

$(RUN): requirements.txt
	@python=$$($(call newest,(3, 13))); [ -n "$$python" ] || python=$$($(call newest,(3, 99))); \
	[ -n "$$python" ] || { echo "Python 3.11 or newer is needed; make … PYTHON=/path/to/it if it is not on the PATH."; exit 1; }; \
	echo "Making $(VENV) with $$python (once; about a minute) …"; \
	$$python -m venv --clear $(VENV) || { echo "On Debian: apt install python3-venv"; exit 1; }
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(DEV): $(RUN) requirements-dev.txt
	@echo "Adding what tests and lint need …"
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@
