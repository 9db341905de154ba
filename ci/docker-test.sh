#!/usr/bin/env bash
#
# The docker runtime's part of ci/test.sh, for an engine that answers: conformance and contract
# tests, and that nothing is left behind after a run that ends well, fails, or is interrupted.

set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
readonly RESULTS=target/ci/docker
readonly MAVEN=(mvn -B -ntp)
readonly INTERRUPT_LIMIT_S=240

mkdir -p "$RESULTS"
rm -rf harness/target/failsafe-reports suites/target/failsafe-reports # those of another runtime

# left: the number of containers and networks that carry Spillway's label.
left() {
  {
    docker ps -aq --filter label=io.spillway.run
    docker network ls -q --filter label=io.spillway.run
  } | wc -l
}

nothing_left() { # nothing_left AFTER-WHAT
  local count
  count=$(left)
  printf '%s containers and networks left after %s\n' "$count" "$1"
  [ "$count" -eq 0 ] || {
    docker ps -a --filter label=io.spillway.run
    docker network ls --filter label=io.spillway.run
    return 1
  }
}

keep() {
  local module
  cp -R target/conformance "$RESULTS/"
  for module in harness suites; do
    mkdir -p "$RESULTS/$module"
    find "$module/target/failsafe-reports" -name 'TEST-*.xml' -exec cp {} "$RESULTS/$module/" \;
  done
}

# Starts a run, interrupts it as Ctrl-C does while a scenario plays, and waits for its end.
interrupted_run() {
  local log=target/ci/interrupted.log status=0 deadline
  set -m # a process group of its own, as a shell gives to a command at its prompt
  "${MAVEN[@]}" verify -DskipUnitTests -Dspillway.runtime=docker -Dspillway.rule=F2 >"$log" 2>&1 &
  local run=$!
  set +m
  deadline=$((SECONDS + INTERRUPT_LIMIT_S))
  until [ -n "$(docker ps -q --filter label=io.spillway.run)" ]; do
    if ! kill -0 "$run" 2>/dev/null || [ $SECONDS -ge $deadline ]; then
      tail -n 30 "$log" >&2
      echo "the run to interrupt did not start a container" >&2
      return 1
    fi
    sleep 0.2
  done
  kill -INT -- "-$run"
  wait "$run" || status=$?
  printf 'the interrupted run ended with status %s\n' "$status"
  [ "$status" -ne 0 ] || return 1
  deadline=$((SECONDS + INTERRUPT_LIMIT_S)) # the tests' JVM may outlive Maven for a moment
  until [ "$(left)" -eq 0 ] || [ $SECONDS -ge $deadline ]; do sleep 0.2; done
}

status=0
"${MAVEN[@]}" verify -DskipUnitTests -Pdocker -Dspillway.runtime=docker || status=$?
keep
nothing_left "a run to its end" || status=1
interrupted_run || status=1
nothing_left "an interrupted run" || status=1
exit "$status"
