# Seraph: what there is to do. `make help` lists it.
CONFIG ?= etc/seraph.cfg
FLAGS  := -c Release -v quiet -nologo

.DEFAULT_GOAL := help
.PHONY: help build run test check bench format deps clean

help: ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

build: ## build bin/seraph and bin/seraphctl
	@dotnet publish src/Seraph.Server $(FLAGS) -o bin
	@dotnet publish src/Seraph.Cli $(FLAGS) -o bin

run: build ## start a registrar and proxy on port 5060 (UDP and TCP) with etc/seraph.cfg
	@mkdir -p var
	@sh etc/welcome.sh $(CONFIG)
	@exec bin/seraph -f $(CONFIG) -D -E

deps: ## install what the end-to-end tests need (Debian packages; needs root)
	@sh tests/install-peers.sh

test: deps build ## run all tests: unit, property, whole-server and end-to-end with real peers
	@sh tests/run.sh all

check: ## run the unit and property tests only
	@sh tests/run.sh unit

bench: build ## measure against Kamailio (../shared/bench), then the micro-benchmarks
	@sh bench/run.sh

format: ## put the sources into the project's format
	@dotnet format Seraph.slnx --verbosity minimal

clean: ## remove what the build made
	@rm -rf bin && find src tests bench fuzz -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
