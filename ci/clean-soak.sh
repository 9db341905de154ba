#!/usr/bin/env bash
#
# Plays the whole rulebook again and again against the healthy router, each time with another seed,
# every second time with the processors kept busy by something else. A healthy router must pass each
# time: no failure, and nothing left undecided. What is played is built first.
#
#   ci/clean-soak.sh [RUNS] [-- OPTION...]
#
# RUNS is 30 if not said. What follows -- goes to `spillway run`, for instance
# --profile skupper-2.2/core, or --runtime docker (embedded if not said). Of a run that was not
# clean the folder is kept, in target/clean-soak; its report and histories say why. Ends with 1 if a
# run was not clean.

set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
readonly WORK=$PWD/target/clean-soak

runs=30
case ${1:-} in
-h | --help)
  sed -n '3,13s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
  exit 0
  ;;
'' | --) ;;
*[!0-9]*)
  echo "ci/clean-soak.sh: RUNS is a number such as 30, not '$1'" >&2
  exit 64
  ;;
*)
  runs=$1
  shift
  ;;
esac
[ "${1:-}" != -- ] || shift
options=(--runtime embedded "$@")

mvn -B -ntp -q package -DskipTests
ulimit -n "$(ulimit -Hn)"
rm -rf "$WORK"
mkdir -p "$WORK"

busy=()
# One process for each processor that does nothing but count.
keep_busy() {
  local each
  for ((each = 0; each < $(nproc); each++)); do
    (while :; do :; done) &
    busy+=($!)
  done
}
let_go() {
  [ ${#busy[@]} -eq 0 ] || kill "${busy[@]}" 2>/dev/null || true
  busy=()
}
trap let_go EXIT

unclean=0
for ((run = 1; run <= runs; run++)); do
  machine=quiet
  if ((run % 2 == 0)); then
    machine=busy
    keep_busy
  fi
  status=0
  began=$SECONDS
  bin/spillway run "${options[@]}" --seed "$run" --folder "$WORK/$run" >"$WORK/$run.log" 2>&1 ||
    status=$?
  let_go
  counts=$(grep -E '^[0-9]+ checked · ' "$WORK/$run.log" | tail -n 1) || counts="no counts"
  # A scenario that this machine spoilt is played again: that is no failure, and it is told.
  spoilt=$(find "$WORK/$run" -name 'spoilt-*.jsonl' 2>/dev/null | wc -l)
  printf 'run %d of %d, seed %d, machine %s: status %d, %d s, %d played again: %s\n' "$run" "$runs" \
    "$run" "$machine" "$status" $((SECONDS - began)) "$spoilt" "$counts"
  # The gate lets some rules stay open; here all have to pass.
  if [ "$status" -eq 0 ] && [[ $counts =~ ^([0-9]+)\ checked\ ·\ ([0-9]+)\ pass ]] &&
    [ "${BASH_REMATCH[1]}" = "${BASH_REMATCH[2]}" ]; then
    rm -rf "${WORK:?}/$run" "$WORK/$run.log"
  else
    grep -E '^  [A-Z][0-9]+ .* (fail|inconclusive|error) ' "$WORK/$run.log" || tail -n 20 "$WORK/$run.log"
    unclean=$((unclean + 1))
  fi
done
printf '%d of %d runs of a healthy router were not clean\n' "$unclean" "$runs"
[ "$unclean" -eq 0 ]
