# make alone tells what there is. Every target first sets up what is missing on the machine (see scripts/setup).
.PHONY: help run test ci bench setup
PROFILE ?= dev
TARGET_DIR := $(if $(CARGO_TARGET_DIR),$(CARGO_TARGET_DIR),target)/$(if $(filter dev,$(PROFILE)),debug,$(PROFILE))
# Queries are checked against the committed .sqlx; a developer with a database up sets SQLX_OFFLINE=false.
export SQLX_OFFLINE ?= true

help:
	@echo 'make run     start the demo on http://127.0.0.1:8080 (ARGS="--listen 127.0.0.1:9000", PROFILE=release)'
	@echo 'make test    every test: Rust, official SDK against the sandbox, browser, accessibility'
	@echo 'make ci      formatting, lints, query cache, then every test'
	@echo 'make bench   print the tables of speed and memory'
	@echo 'make setup   install what the other targets need'

run:
	@scripts/setup run
	@scripts/with-tools cargo build --profile $(PROFILE) --bin demo
	@exec scripts/with-tools $(TARGET_DIR)/demo $(ARGS)

test:
	@scripts/setup test
	@scripts/with-tools scripts/test

ci:
	@scripts/setup test
	@scripts/with-tools cargo fmt --check
	@scripts/with-tools scripts/sqlx-check
	@scripts/with-tools scripts/test

bench:
	@scripts/setup test
	@scripts/with-tools bench/run

setup:
	@scripts/setup test
