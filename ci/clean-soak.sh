#!/usr/bin/env bash
#
# Plays the whole rulebook again and again against the healthy router, each time with another seed,
# every second time with the processors kept busy by something else. A healthy router must pass each
# time: no failure, and nothing left undecided. What is played is built first.
#
#   ci/clean-soak.sh [RUNS] [-- OPTION...]
#
# RUNS is 30 if not said, or which of them to play, such as 16-30: a run's number is its seed, and
# every even one is busy, so parts add up to the whole. What follows -- goes to `spillway run`, for
# instance --profile skupper-2.2/core, or --runtime docker (embedded if not said). Of a run that was
# not clean the folder is kept, in target/clean-soak, until the run is played again; its report and
# histories say why. Ends with 1 if a run was not clean.

set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
readonly WORK=$PWD/target/clean-soak

first=1 runs=30
case ${1:-} in
-h | --help)
  sed -n '3,14s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
  exit 0
  ;;
'' | --) ;;
*)
  if ! [[ $1 =~ ^(([1-9][0-9]{0,5})-)?([1-9][0-9]{0,5})$ ]] || ((${BASH_REMATCH[2]:-1} > BASH_REMATCH[3])); then
    echo "ci/clean-soak.sh: RUNS is a number such as 30, or two such as 16-30, not '$1'" >&2
    exit 64
  fi
  first=${BASH_REMATCH[2]:-1} runs=${BASH_REMATCH[3]}
  shift
  ;;
esac
[ "${1:-}" != -- ] || shift
options=(--runtime embedded "$@")

mvn -B -ntp -q package -DskipTests
ulimit -n "$(ulimit -Hn)"
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
for ((run = first; run <= runs; run++)); do
  machine=quiet
  if ((run % 2 == 0)); then
    machine=busy
    keep_busy
  fi
  rm -rf "${WORK:?}/$run" "$WORK/$run.log" # of an earlier soak, and no other run's
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
printf '%d of %d runs of a healthy router were not clean\n' "$unclean" $((runs - first + 1))
[ "$unclean" -eq 0 ]
