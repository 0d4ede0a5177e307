#!/bin/sh
# Measures Seraph against Kamailio where that benchmark is at hand, then runs the micro-benchmarks.
set -eu
cd "$(dirname "$0")/.."
if [ -x ../shared/bench/run.sh ]; then
    ../shared/bench/run.sh "$@"
else
    echo "no ../shared/bench/run.sh beside this checkout: only the micro-benchmarks run"
fi
[ -d bench/Seraph.Benchmarks ] && dotnet run -c Release --project bench/Seraph.Benchmarks -- --filter '*' --join
