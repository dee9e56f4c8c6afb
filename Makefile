# The commands of this repository. `make demo` shows Olivine at work; `make test` checks everything.

# One shared folder for compiled dependencies, outside of the checkout unless CARGO_TARGET_DIR says otherwise.
export CARGO_TARGET_DIR ?= $(HOME)/.cache/olivine-target

# Our own crates are compiled by clippy's driver where there is one: each build is linted, and dependencies are
# compiled once, in one profile, for programs, tests and lints alike. A warning is an error only for the compiler that
# Cargo.toml names: a newer one knows further warnings, and must not keep anybody from building.
CLIPPY_DRIVER := $(wildcard $(shell rustc --print sysroot 2>/dev/null)/bin/clippy-driver)
LINTED_WITH := $(shell sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)
ifneq ($(CLIPPY_DRIVER),)
export RUSTC_WORKSPACE_WRAPPER := $(CLIPPY_DRIVER)
ifneq ($(findstring rustc $(LINTED_WITH).,$(shell rustc --version 2>/dev/null)),)
export CLIPPY_ARGS := -Dwarnings__CLIPPY_HACKERY__
endif
endif

OLIVINE := $(CARGO_TARGET_DIR)/debug/olivine
DEMO_DIR ?= demo
BIND ?= 127.0.0.1:8000

.PHONY: help build demo test format web bench docs deny clean-demo
help: ## Show these commands.
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

web: web/dist/manifest.json ## Build the page assets.
web/dist/manifest.json: web/package-lock.json $(shell find web/src -type f 2>/dev/null) web/build.mjs
	scripts/need node
	cd web && npm ci --no-audit --no-fund --loglevel=error && npm run build --silent

build: web ## Build the program.
	scripts/need build
	cargo build --workspace

demo: build ## Make a sandbox site, compute everything, serve the dashboard (ONCE=1: stop before serving).
	$(OLIVINE) demo --dir $(DEMO_DIR) --bind $(BIND) $(if $(ONCE),--once)

test: ## Install what the tests need and run all of them.
	scripts/need node build test
	$(MAKE) web
	cargo fmt --all --check
	scripts/test

bench: build ## Measure against other tools and write the table into the book.
	scripts/need bench
	bench/run

docs: build ## Write the generated part of the book anew.
	$(OLIVINE) docs

deny: ## Check licences, sources and advisories of the dependencies.
	cargo deny check

clean-demo: ## Remove the demo site.
	rm -rf $(DEMO_DIR)
