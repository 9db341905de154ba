#!/usr/bin/env bash
#
# Everything that this project promises, on both runtimes, and the harness's own tests.
#
#   ci/test.sh
#
# Sets itself up: on Debian and Ubuntu (root) it installs a JDK and Maven where they are missing;
# where no container engine answers it uses ci/air-gapped.sh, which brings an engine and makes the
# images, and stops it again. With an engine and a registry it needs nothing. Safe to run twice.
# Tests what is committed, in a clone in target/clone; reports and test results are in target/ci.
# Ends in one line of counts, and with status 0 only if nothing failed.

set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
ROOT=$(pwd)
readonly ROOT
readonly RESULTS=$ROOT/target/ci CLONE=$ROOT/target/clone
readonly MAVEN=(mvn -B -ntp)
# Of the kinds of scenarios one each; what the README's first command plays is everything, once.
readonly SOAKED="B1,B3/site returns,C1,C4,C6/1 v 5,C8/workload killed,C11/link cut,F1/process-dead,\
F2/frozen,F3/cut,F9/unreachable,M1/weighted 25/75,M2/withdrawn,M7/three workloads,M8/three workloads,L1"

failed_steps=()

say() { printf '\n== %s\n' "$*"; }

# step NAME COMMAND...: runs a step; a failure is told at once, and the other steps still run.
step() {
  local name=$1
  shift
  say "$name: $*"
  local began=$SECONDS
  if "$@"; then
    say "$name: done in $((SECONDS - began)) s"
  else
    say "$name: FAILED after $((SECONDS - began)) s"
    failed_steps+=("$name")
  fi
}

# --- what the machine needs -------------------------------------------------------------------

java_release() { # 17 for 17.0.15, 0 where there is no java compiler
  javac -version 2>/dev/null | sed -nE 's/^javac ([0-9]+).*/\1/p' | grep . || echo 0
}

need_tools() {
  local missing=()
  [ "$(java_release)" -ge 17 ] || missing+=(openjdk-17-jdk-headless)
  command -v mvn >/dev/null || missing+=(maven)
  command -v git >/dev/null || missing+=(git)
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
    echo "Spillway's tests need JDK 17 or newer, Maven 3.8.7 or newer and git." >&2
    echo "Missing here: ${missing[*]} (the names of Debian's packages). Install them and run again." >&2
    exit 2
  fi
  say "installing ${missing[*]}"
  apt-get update -qq
  if [ -z "$(apt-cache madison openjdk-17-jdk-headless)" ]; then # newer releases have a newer JDK
    missing=("${missing[@]/openjdk-17-jdk-headless/default-jdk-headless}")
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}"
}

# --- steps ------------------------------------------------------------------------------------

# The README's first command, `mvn verify`, runs the unit tests and the conformance suites; this
# runs what it leaves out: in each turn a part, of the mutants of each rule one; commits take turns.
self_test() {
  local status=0 results=$RESULTS/self-test turn
  turn=$(git rev-list --count HEAD)
  rm -rf suites/target/failsafe-reports # those of the conformance suites
  "${MAVEN[@]}" verify -DskipUnitTests -Pself-test -Dit.test='io.spillway.suites.selftest.*IT' \
    -Dselftest.matrix=own -Dselftest.turn="$turn" -Dfailsafe.failIfNoSpecifiedTests=false -Dspillway.runtime=embedded ||
    status=$?
  mkdir -p "$results"
  cp suites/target/failsafe-reports/TEST-io.spillway.suites.selftest.*.xml "$results/" || {
    echo "no self-test has run" >&2
    status=1
  }
  return "$status"
}

engine_answers() { docker info >/dev/null 2>&1; }

docker_runtime() {
  local inside=(ci/docker-test.sh "$RESULTS/docker")
  if engine_answers; then
    "${inside[@]}"
  else
    ci/air-gapped.sh run "${inside[@]}"
  fi
}

# --- counts -----------------------------------------------------------------------------------

elements() { # elements NAME: how many such elements there are in all test results kept
  # Not the suites' own sums: Surefire leaves nested test classes out of them.
  { find "$RESULTS" -name 'TEST-*.xml' -exec grep -hE "<$1[ />]" {} + || true; } | wc -l
}

# failures: each test that failed, a line each, with the first line of what it says.
failures() {
  find "$RESULTS" -name 'TEST-*.xml' -exec awk '
    /<testcase / {
      name = $0; sub(/.* name="/, "", name); sub(/".*/, "", name)
      class = $0; sub(/.* classname="/, "", class); sub(/".*/, "", class)
    }
    /<(failure|error)[ >]/ { said = $0; sub(/^ */, "", said); print class "." name ": " substr(said, 1, 300) }
  ' {} +
}

counts() {
  local tests skipped bad
  tests=$(elements testcase)
  skipped=$(elements skipped)
  bad=$(($(elements failure) + $(elements error)))
  local failed=$bad
  # A step may fail without a failed test, as a build does that does not compile.
  [ "$failed" -gt 0 ] || failed=${#failed_steps[@]}
  if [ ${#failed_steps[@]} -gt 0 ]; then
    say "failed: ${failed_steps[*]}"
    failures
  fi
  printf '\n%d passed, %d failed, %d skipped\n' "$((tests - bad - skipped))" "$failed" "$skipped"
  [ "$failed" -eq 0 ] && [ "$tests" -gt 0 ]
}

need_tools
rm -rf "$RESULTS" "$CLONE"
[ -z "$(git status --porcelain)" ] || say "what is not committed is not tested"
step "shell scripts" ci/lint.sh
step "README" ci/readme-test.sh "$CLONE"
cd "$CLONE" # where everything is compiled
step "self-test" self_test
step "clean soak" ci/clean-soak.sh 2 -- --budget 30s --rule "$SOAKED"
step "fuzz" ci/fuzz.sh 30
step "soak" ci/soak.sh --quick
step "benchmark" ci/bench-test.sh
step "other routers" ci/drivers-test.sh "$RESULTS/drivers"
step "docker" docker_runtime
counts
