#!/bin/sh
# Runs the test projects and ends with the line `N passed, N failed`. Usage: tests/run.sh unit|all
set -u
cd "$(dirname "$0")/.." || exit 2

projects=$(ls -d tests/*.Tests)
[ "$1" = all ] && projects="$projects tests/Seraph.Simulation tests/Seraph.EndToEnd"

echo "building the tests"
for project in $projects; do
    dotnet build "$project" -c Release -v quiet -nologo || { echo "$project does not build"; echo "0 passed, 1 failed"; exit 1; }
done

passed=0 failed=0 log=$(mktemp)
trap 'rm -f "$log"' EXIT
for project in $projects; do
    name=$(basename "$project")
    echo "== $name"
    "$project/bin/Release/net10.0/$name" -noColor >"$log" 2>&1
    code=$?
    summary=$(grep -E 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+' "$log" | tail -1)
    total=$(echo "$summary" | sed -E 's/.*Total: ([0-9]+).*/\1/')
    errors=$(echo "$summary" | sed -E 's/.*Errors: ([0-9]+).*/\1/')
    bad=$(echo "$summary" | sed -E 's/.*Failed: ([0-9]+).*/\1/')
    skipped=$(echo "$summary" | sed -E 's/.*Skipped: ([0-9]+).*/\1/')
    if [ -z "$summary" ]; then
        total=1 errors=1 bad=0 skipped=0
    fi
    bad=$((bad + errors + skipped)) # a test that was skipped has proved nothing
    [ "$code" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
    [ "$bad" -ne 0 ] && cat "$log"
    [ -n "$summary" ] && echo "   $summary"
    failed=$((failed + bad))
    passed=$((passed + total - bad))
    [ "$passed" -lt 0 ] && passed=0
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
