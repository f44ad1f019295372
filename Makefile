# `make run` shows the paper, `make test` checks everything; `make help` lists the rest.
# The paper runs in an environment of its own: what tests need is four times as large,
# and a visitor should not wait for it.

RUN := .venv-run
DEV := .venv
PYTHON := $(DEV)/bin/python
CHROMIUM ?= $(shell command -v chromium-headless-shell || command -v chromium \
  || command -v chromium-browser || command -v google-chrome || true)
export CHROMIUM
# Three processes import the tests: rewriting them anew takes each of them ten seconds.
export PYTHONDONTWRITEBYTECODE =

# As in production, whatever .env and the shell say.
DEPLOYED = ENV_FILE=/dev/null DEBUG= DATABASE_URL=sqlite://:memory: \
  SECRET_KEY=$$(head -c 32 /dev/urandom | od -An -tx1 | tr -d ' \n') \
  SITE_URL=https://news.example BEHIND_PROXY=1 EMAIL_URL=smtp+tls://mail.example

.PHONY: help run test lint types wired image suite suite-postgres browser front docker-test \
  bench bench-large bench-hour scale outage replica staleness caches sabotage screenshots \
  messages lock clean

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 16

run: $(RUN)/.complete ## the demo paper on http://127.0.0.1:8000 (PORT=… for another)
	@sh scripts/run.sh $(RUN)

test: $(DEV)/.complete ## every check CI makes: style, types, both databases, a browser
	@MAKE="$(MAKE)" sh scripts/test.sh

lint: $(DEV)/.complete ## style: ruff's rules and its format
	$(DEV)/bin/ruff check .
	$(DEV)/bin/ruff format --check .

types: $(DEV)/.complete ## mypy --strict on the pure modules
	$(DEV)/bin/mypy

wired: $(DEV)/.complete ## migrations match the models, and a deployment would be safe
	@$(DEPLOYED) $(PYTHON) manage.py makemigrations --check --dry-run
	@$(DEPLOYED) $(PYTHON) manage.py check --deploy --fail-level WARNING

image: $(DEV)/.complete ## what the Dockerfile says, run without an engine, down to a story
	@$(PYTHON) scripts/with_postgres.py $(PYTHON) -m scripts.image

front: $(DEV)/.complete ## Caddy and Varnish, as deploy/ has them, before two papers: all that readers notice
	@$(PYTHON) -m scripts.front

docker-test: ## a whole paper with Docker: restarts, an upgrade, no database, a restore (SHORT=1)
	@sh scripts/docker-test.sh

suite: $(DEV)/.complete ## the tests on SQLite
	DATABASE_URL= $(PYTHON) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder

suite-postgres: $(DEV)/.complete ## the tests on a throw-away PostgreSQL
	$(PYTHON) scripts/with_postgres.py $(PYTHON) -m pytest -q

browser: $(DEV)/.complete ## the tests that drive Chromium
	DATABASE_URL= $(PYTHON) -m pytest -q -n 2 --dist worksteal -m browser tests/browser

bench: $(DEV)/.complete ## what pages and verbs cost beside bare views: docs/benchmarks.md
	@$(PYTHON) -m benchmarks run

bench-large: $(DEV)/.complete ## the same at 2,000 and 20,000 stories, beside it in var/
	@$(PYTHON) -m benchmarks run --sizes 2000 20000 --out var/benchmarks.md

bench-hour: $(DEV)/.complete ## what a server holds after an hour of readers and an editor
	@$(PYTHON) -m benchmarks hour

scale: $(DEV)/.complete ## what caches, Redis, a replica and a CDN each take off the paper: docs/scaling.md
	@$(PYTHON) -m benchmarks scale

outage: $(DEV)/.complete ## PostgreSQL frozen and stopped under 20 readers: who waits how long
	@$(PYTHON) -m scripts.outage

replica: $(DEV)/.complete ## a primary and its replica frozen, killed, promoted under readers
	@$(PYTHON) -m scripts.replica

staleness: $(DEV)/.complete ## every kind of change under readers: how old a page somebody still got
	@$(PYTHON) -m scripts.staleness

letters: $(DEV)/.complete ## 5,000 followers, and kill -9 at who sends their letters
	@$(PYTHON) -m scripts.letters

caches: $(DEV)/.complete ## nginx and Varnish, as deploy/ has them, before a paper that dies
	@$(PYTHON) -m scripts.caches

SEED ?= 1
COUNT ?= 120
sabotage: $(DEV)/.complete ## COUNT small faults, drawn by SEED: which of them a test notices
	@$(PYTHON) -m scripts.sabotage $(SEED) $(COUNT)

screenshots: $(DEV)/.complete ## pictures of every page, in docs/screenshots
	@$(PYTHON) -m scripts.screenshots docs/screenshots

messages: $(DEV)/.complete ## bring the translations up to date with the code
	@$(PYTHON) scripts/messages.py

lock: ## write both lock files anew from pyproject.toml (needs uv; U=-U upgrades all)
	uv pip compile pyproject.toml --universal --python-version 3.12 \
	  --generate-hashes --no-header -q $(U) -o requirements.txt
	uv pip compile pyproject.toml --group dev --universal --python-version 3.12 \
	  --generate-hashes --no-header -q $(U) -o requirements-dev.txt

clean: ## remove environments and caches; the paper in var/ stays
	rm -rf $(RUN) $(DEV) .venv-image .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(RUN)/.complete: requirements.txt
	@echo "-- Python and what the paper needs (the first time only)"
	@sh scripts/bootstrap.sh $(RUN) requirements.txt

$(DEV)/.complete: requirements-dev.txt
	@echo "-- Python and what the tests need (the first time only)"
	@sh scripts/bootstrap.sh $(DEV) requirements-dev.txt
