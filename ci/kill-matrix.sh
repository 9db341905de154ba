#!/usr/bin/env bash
#
# Tries every mutant on every rule, on the embedded runtime, and writes docs/kill-matrix.md. That takes
# about two hours, so it is done in pieces: the mutants of one family of rules at a time. The pieces
# that are finished are kept in target/kill-matrix, and are not tried again unless they are asked for.
#
#   ci/kill-matrix.sh [FAMILY...]
#
# FAMILY is B, C, F, L or M; if none is said, all that are not finished. Ends with 1 if a cell is not as
# it must be; which one, and why, is said at the end.

set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
readonly PIECES=$PWD/target/kill-matrix
readonly CELLS=suites/target/kill-matrix.jsonl PAGE=suites/target/kill-matrix.md

families=()
for family in "$@"; do
  case $family in
  -h | --help)
    sed -n '3,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    exit 0
    ;;
  B | C | F | L | M) families+=("$family") ;;
  *)
    echo "ci/kill-matrix.sh: FAMILY is B, C, F, L or M, not '$family'" >&2
    exit 64
    ;;
  esac
done

mkdir -p "$PIECES"
if [ ${#families[@]} -eq 0 ]; then
  for family in B C F L M; do
    [ -s "$PIECES/$family.jsonl" ] || families+=("$family")
  done
fi
ulimit -n "$(ulimit -Hn)"

try() {
  mvn -B -ntp verify -DskipUnitTests -Pself-test -Dspillway.runtime=embedded \
    -Dfailsafe.failIfNoSpecifiedTests=false "$@"
}

for family in "${families[@]}"; do
  rm -f "$CELLS" "$PAGE"
  began=$SECONDS
  # Whether its cells are as they must be is asked of all pieces in the end.
  try '-Dit.test=KillMatrixIT#mutant_*' -Dselftest.matrix=full "-Dselftest.mutant=^$family" \
    >"$PIECES/$family.log" 2>&1 || true
  # The page is written at the very end, so it says that the piece is whole.
  if ! [ -s "$PAGE" ]; then
    echo "the mutants of $family were not tried; see $PIECES/$family.log" >&2
    exit 1
  fi
  cp "$CELLS" "$PIECES/$family.jsonl"
  echo "mutants of $family: $(wc -l <"$CELLS") cells in $((SECONDS - began)) s"
done

joined=$(printf '%s,' "$PIECES"/*.jsonl)
status=0
try '-Dit.test=KillMatrixIT#earlierCells_areAsTheyMustBe' -Dselftest.matrix=full \
  "-Dselftest.cells=${joined%,}" >"$PIECES/joined.log" 2>&1 || status=$?
cp "$PAGE" docs/kill-matrix.md
grep -oE '[A-Z][0-9]+ on .* where .* is due.*' "$PIECES/joined.log" | sort -u || true
exit "$((status != 0))"
