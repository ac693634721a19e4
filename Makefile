# Needs make and Python 3.11 or newer. Everything else goes into .venv, from the lock files.

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

chat: .venv/chat.stamp ## Talk to the bot in this terminal
	@.venv/bin/jensen chat

test: .venv/test.stamp ## Run the tests
	@.venv/bin/python -m pytest

check: .venv/test.stamp ## Check format, style, types, imports and the image, then run the tests
	.venv/bin/ruff format --check
	.venv/bin/ruff check
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	.venv/bin/hadolint Dockerfile
	@$(MAKE) --no-print-directory test-image
	@$(MAKE) --no-print-directory test

test-image: .venv/test.stamp ## Carry out the Dockerfile's install steps in an empty environment
	@.venv/bin/python -m pytest -m slow

bench: .venv/test.stamp ## Measure search beside its peers
	@.venv/bin/python -m tests.bench

lock: .venv/test.stamp ## Choose the newest versions that pyproject.toml allows and lock them
	$(LOCK) --group build --output-file requirements.lock pyproject.toml
	$(LOCK) --group build --group dev --extra bench --constraint requirements.lock \
		--output-file tests/requirements.lock pyproject.toml

clean: ## Remove .venv and everything the tools left behind
	rm -rf .venv .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache build dist
	find adapters bot tests -name __pycache__ -prune -exec rm -rf {} +

.PHONY: help chat test check test-image bench lock clean

LOCK = .venv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --custom-compile-command "make lock"
INSTALL = .venv/bin/python -m pip install -qq --disable-pip-version-check

# A stamp is there only while .venv is whole: it goes before anything is changed, and where none
# is left (a set-up that was killed), .venv is made anew.
.venv/chat.stamp: pyproject.toml requirements.lock
	@echo "Setting up .venv, once; this takes up to a minute."
	@test -e $@ || { $(FIND_PYTHON); "$$python" -m venv --clear .venv; }
	@rm -f .venv/*.stamp
	@$(INSTALL) --require-hashes -r requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/test.stamp: .venv/chat.stamp tests/requirements.lock
	@echo "Adding the tools that the tests need."
	@rm -f .venv/*.stamp
	@$(INSTALL) --require-hashes -r tests/requirements.lock
	@touch .venv/chat.stamp $@

FIND_PYTHON = for python in python3.14 python3.13 python3.12 python3.11 python3 none; do \
	"$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' \
		2>/dev/null && break; \
	done; \
	test "$$python" != none || { \
	echo "jensen-bot needs Python 3.11 or newer, with venv, on the PATH." >&2; exit 1; }
