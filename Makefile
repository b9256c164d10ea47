# All commands of the project. `make` alone lists them.
.DEFAULT_GOAL := help
PY := .venv/bin/python
export PORT SCALE SEED

.PHONY: help run test check fmt messages demo bench shots lock

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## install, migrate, load the demonstration if the database is empty, serve (PORT=8000)
	@scripts/run.sh

test: ## everything: style, migrations, settings, catalogues, tests on SQLite and PostgreSQL and in Chromium
	@scripts/test.sh

check: ## the quick part of it: style, migrations, production settings, catalogues
	@scripts/test.sh --quick

fmt: ## put the code in the project's style
	@scripts/venv.sh dev
	@$(PY) -m ruff check --fix --quiet . ; $(PY) -m ruff format .

messages: ## bring the texts of code and templates into locale/*.po, and compile them
	@scripts/venv.sh dev
	@DJANGO_DEBUG=1 $(PY) manage.py messages

demo: ## load the demonstration region into an empty database (SCALE=1 SEED=…)
	@scripts/venv.sh
	@DJANGO_DEBUG=1 $(PY) manage.py migrate --no-input --verbosity 0
	@DJANGO_DEBUG=1 $(PY) manage.py demo $(if $(SCALE),--scale $(SCALE)) $(if $(SEED),--seed $(SEED))

bench: ## measure, on SQLite and on a private PostgreSQL (ARGS="…" for python -m benchmarks)
	@scripts/venv.sh dev
	@scripts/with_postgres.sh $(PY) -m benchmarks $(ARGS)

shots: ## a picture of every page: each role, Arabic and French, 390 and 1280 px, into shots/ (ARGS="centre")
	@scripts/venv.sh dev
	@$(PY) scripts/shots.py $(ARGS)

lock: ## write both lock files again (UPGRADE=1 takes newer releases)
	@scripts/venv.sh dev
	@scripts/lock.sh $(if $(UPGRADE),--upgrade)
