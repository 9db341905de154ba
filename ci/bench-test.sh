#!/usr/bin/env bash
#
# Tests ci/bench.sh, without a look at any figure's size: a short run gives every figure of the
# router, a rival that fails is an error that is told, and nothing that was started is left behind.

set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
readonly STARTED=target/bench/processes
output=$(mktemp)
trap 'rm -f "$output"' EXIT

fail() {
  echo "ci/bench-test.sh: $*" >&2
  cat "$output" >&2
  exit 1
}

nothing_left() {
  local pid start
  [ -s "$STARTED" ] || fail "nothing was started"
  while read -r pid start; do
    # The same number may belong to another process by now: field 22 says when it started.
    ! grep -qsE "^.*\)( [^ ]+){19} $start " "/proc/$pid/stat" || fail "process $pid is left"
  done <"$STARTED"
}

env -u SKUPPER_ROUTER ci/bench.sh --smoke >"$output" 2>&1 || fail "status $? of a run that is right"
nothing_left
# Every cell of the router's columns holds a figure, whatever else is installed.
awk -F ' *[|] *' '
  / direct / && !columns { for (i = 3; i < NF; i++) if ($i ~ /^spillway/) column[++columns] = i; next }
  columns && /^[|] [^-]/ { rows++; for (c in column) if ($column[c] !~ /^-?[0-9]/) { print "no figure:", $0; bad = 1 } }
  END { exit bad || columns != 2 || rows < 10 }
' "$output" || fail "figures are missing"
! grep -q FAILED "$output" || fail "something failed"

status=0
SKUPPER_ROUTER=$(type -P false) ci/bench.sh --smoke >"$output" 2>&1 || status=$?
[ "$status" -eq 1 ] || fail "status $status where a subject fails, instead of 1"
grep -q 'FAILED .* skupper-router, 1 hop: skupper1 ended with status 1' "$output" ||
  fail "the output does not say what failed"
nothing_left

echo "ci/bench.sh gives its figures, tells failures and leaves nothing behind"
