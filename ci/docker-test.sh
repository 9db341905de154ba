#!/usr/bin/env bash
#
# The docker runtime's part of ci/test.sh, for an engine that answers: conformance and contract
# tests, the original Toxiproxy where $SPILLWAY_TOXIPROXY_BINARY names it, and that nothing is left
# behind after a run that ends well, loses its Toxiproxy in the middle, or is interrupted.
#
#   ci/docker-test.sh [RESULTS]
#
# RESULTS is the folder for reports and test results, target/ci/docker if not said.

set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
readonly RESULTS=${1:-target/ci/docker}
readonly MAVEN=(mvn -B -ntp)
readonly RUN_LIMIT_S=240
readonly CONTAINERS_OF_F2=6 # Toxiproxy, three routers, two workloads
# What containers can do otherwise than sites in one JVM: sites, links and workloads that fail, and the
# ways to take a workload out of service. The whole rulebook takes more than 30 minutes on docker.
readonly RULES="B1,C8/site killed,C11/link cut,F1/process-dead,F2,F3/black-holed,F9/process-dead,\
L1,L8,M2/withdrawn,M7/three workloads,M8/three workloads,M11/no connector"
readonly TOXIPROXY_IMAGE=ghcr.io/shopify/toxiproxy:2.12.0

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

# Starts a run of one rule in the background, in a process group of its own, as a shell gives to a
# command at its prompt, and waits until its scenario's containers are there.
run_in_background() { # run_in_background LOG; sets $run
  local deadline=$((SECONDS + RUN_LIMIT_S))
  set -m
  "${MAVEN[@]}" verify -DskipUnitTests -Dspillway.runtime=docker -Dspillway.rule=F2 >"$1" 2>&1 &
  run=$!
  set +m
  until [ "$(docker ps -q --filter label=io.spillway.run | wc -l)" -ge "$CONTAINERS_OF_F2" ]; do
    if ! kill -0 "$run" 2>/dev/null || [ $SECONDS -ge $deadline ]; then
      tail -n 30 "$1" >&2
      echo "the run did not start its containers" >&2
      return 1
    fi
    sleep 0.2
  done
}

# Waits for the end of the run, which must not be a success.
expect_trouble() { # expect_trouble WHAT
  local status=0 deadline=$((SECONDS + RUN_LIMIT_S))
  wait "$run" || status=$?
  printf 'the run that %s ended with status %s\n' "$1" "$status"
  # The tests' JVM may outlive Maven for a moment.
  until [ "$(left)" -eq 0 ] || [ $SECONDS -ge $deadline ]; do sleep 0.2; done
  [ "$status" -ne 0 ]
}

original_toxiproxy() {
  [ -x "${SPILLWAY_TOXIPROXY_BINARY:-}" ] || {
    echo "skipped: no SPILLWAY_TOXIPROXY_BINARY to hold the embedded server to"
    return 0
  }
  "${MAVEN[@]}" test -pl harness -am -Dtest='BinaryToxiproxyContractTest*' \
    -Dsurefire.failIfNoSpecifiedTests=false \
    -Dspillway.toxiproxy.binary="$SPILLWAY_TOXIPROXY_BINARY" || return 1
  mkdir -p "$RESULTS/original-toxiproxy"
  cp harness/target/surefire-reports/TEST-*BinaryToxiproxyContractTest*.xml \
    "$RESULTS/original-toxiproxy/"
}

status=0
"${MAVEN[@]}" verify -DskipUnitTests -Pdocker -Dspillway.runtime=docker \
  "-Dspillway.rule=$RULES" || status=$?
keep
nothing_left "a run to its end" || status=1

if run_in_background "$RESULTS/interrupted.log"; then
  kill -INT -- "-$run"
  expect_trouble "was interrupted" || status=1
else
  status=1
fi
nothing_left "an interrupted run" || status=1

if run_in_background "$RESULTS/robbed.log"; then
  docker ps -q --filter label=io.spillway.run --filter ancestor="$TOXIPROXY_IMAGE" |
    xargs -r docker rm -f >/dev/null
  expect_trouble "lost its Toxiproxy" || status=1
else
  status=1
fi
nothing_left "a failed run" || status=1

original_toxiproxy || status=1
exit "$status"
