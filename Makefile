# Чуй ме: `make run` starts it, `make test` tests it. `make help` lists the rest.
GO        ?= go
PKGS      ?= ./...
TOOL       = $(GO) tool -modfile=.ci/tools.mod
export CGO_ENABLED ?= 1

.DEFAULT_GOAL := help

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## start everything on embedded parts; prints where to go
	@CGO_ENABLED=0 $(GO) run ./bot

chat: ## talk to it in the terminal
	@CGO_ENABLED=0 $(GO) run ./bot chat

build: ## one static binary: bin/chuyme
	CGO_ENABLED=0 $(GO) build -trimpath -ldflags '-s -w' -o bin/chuyme ./bot

test: check ## every test with the race detector; finds or installs Redis, PostgreSQL and Chromium
	@.ci/servers
	$(GO) test -race -timeout 12m $(PKGS)

check: ## formatting, tidiness, vet, staticcheck
	@unformatted=$$(gofmt -l . ); [ -z "$$unformatted" ] || { echo "gofmt -w these: $$unformatted"; exit 1; }
	@$(GO) mod tidy -diff >/dev/null || { echo "run: go mod tidy"; exit 1; }
	$(GO) vet $(PKGS)
	$(TOOL) staticcheck $(PKGS)

update: ## rewrite the answers in conversation transcripts
	$(GO) test ./bot/conversation -update

bench: ## measures of the README, each a ratio or a spread from one run
	$(GO) test -run '^$$' -bench . -benchmem $(PKGS) | grep -v -e '^PASS' -e 'no test files' -e '^ok'

i18n: ## what is missing, unused, too long for a button or too hard in the catalogs
	@CGO_ENABLED=0 $(GO) run ./bot i18n check
	@$(GO) test ./bot/conversation ./internal/house -run TestTextsAreUsed -count=1

lexicon: ## how much of the corpus the vocabulary reads, by language, and the words that it does not
	@CGO_ENABLED=0 $(GO) run ./bot lexicon router/triage/corpus/own_*.jsonl router/triage/corpus/train*.jsonl

eval: ## what triage reaches on the corpus in the repository
	@$(GO) test ./router/triage -run TestCorpusFigures -v -count=1 | grep -v '^=== '

.PHONY: help run chat build test check update bench i18n lexicon eval
