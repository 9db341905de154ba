#!/usr/bin/env bash
#
# Routers that nobody here wrote, each a process on this machine: HAProxy and nginx as the
# distribution has them, the example in Python, and skupper-router. Each is played the rules whose
# outcome is known; where that is no pass, docs/drivers*.md says why. Installs what is missing, on
# Debian and Ubuntu as root; elsewhere a router that is not there is named as skipped.
#
#   [SKUPPER_ROUTER=PREFIX] ci/drivers-test.sh [RESULTS]
#
# RESULTS is the folder for reports and logs, target/ci/drivers if not said. SKUPPER_ROUTER is where
# skupper-router was installed; without it the skrouterd of the PATH is taken, and no distribution
# has one. Ends with 1 if an outcome was another one.

set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
readonly RESULTS=${1:-target/ci/drivers}

# What each router is played.
readonly HAPROXY="B1,M1/weighted 25/75,M1/equal of 3,M2/withdrawn,M2/one of two sites lost,M6/three keys,M7/three workloads,\
F1/process-dead,F2/killed,F9/process-dead,L1,L2,L3,L4,L5,L6,L7,L8"
readonly NGINX="B1,M1/weighted 25/75,M1/equal of 3,F1/process-dead,F2/frozen"
readonly PYTHON="B1,B2,C4/0 v 5,M1/weighted 25/75,M6/three keys,F1/withdrawn,F9/process-dead"
readonly SKUPPER="B1,C2,M1/weighted 25/75,M6/three keys,F1/process-dead,F2/killed"

install_routers() {
  local pair missing=()
  for pair in haproxy=haproxy nginx=nginx python3=python3; do
    command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
  done
  [[ " ${missing[*]} " != *" nginx "* ]] || missing+=(libnginx-mod-stream)
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
    return 0 # each is named when it is its turn
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

# outcomes LOG: how many cases passed, and those that did not, such as 4 pass; F2/frozen: fail.
outcomes() {
  {
    sed -nE 's/^[0-9]+ checked · ([0-9]+ pass).*/\1/p' "$1"
    sed -nE 's/^  ([A-Z]+[0-9]+) +(.*[^ ]) {2,}(fail|inconclusive|error) {2,}.*/\1\/\2: \3/p' "$1" | sort -u
  } | paste -sd';' | sed 's/;/; /g'
}

unexpected=0
# play NAME PROGRAM DUE OPTION...: a run whose outcomes are DUE.
play() {
  local name=$1 program=$2 due=$3 seen counts log=$RESULTS/$1.log
  shift 3
  if ! command -v "$program" >/dev/null; then
    echo "skipped: $name, for there is no $program here"
    return 0
  fi
  bin/spillway run --runtime process --budget 30s --folder "$RESULTS/$name" "$@" >"$log" 2>&1 || true
  seen=$(outcomes "$log")
  counts=$(grep -E ' checked · ' "$log") || counts="not played to its end"
  printf '%s: %s\n' "$name" "$counts"
  if [ "$seen" != "$due" ]; then
    printf '%s: %s; due: %s; see %s\n' "$name" "${seen:-nothing}" "$due" "$log" >&2
    grep -E '^  [A-Z][0-9]+ .* (fail|inconclusive|error) ' "$log" >&2 || tail -n 20 "$log" >&2
    unexpected=$((unexpected + 1))
  fi
}

install_routers
mvn -B -ntp -q package -DskipTests
mkdir -p "$RESULTS"
ulimit -n "$(ulimit -Hn)"
# HAProxy cannot try again what the next site's has accepted; nginx sees nothing of what is behind
# that one, and of a frozen site only that one client after the other waits in vain.
play haproxy haproxy "17 pass; F9/process-dead: fail" --driver haproxy --rule "$HAPROXY"
play nginx nginx "3 pass; F1/process-dead: fail; F2/frozen: fail" --driver nginx --rule "$NGINX"
play python python3 "7 pass" --driver exec --rule "$PYTHON" \
  -Dspillway.exec.command='python3 examples/python/router.py {json}' \
  -Dspillway.exec.workloads=stdin -Dspillway.exec.link-question='{}\n'
# Each connection to a local workload counts twice; and a router without its controller hears of no
# dead workload, also where M6's control lets better keys die.
skrouterd=skrouterd
[ -z "${SKUPPER_ROUTER:-}" ] || skrouterd=${SKUPPER_ROUTER%/}/sbin/skrouterd
play skupper-router "$skrouterd" "5 pass; C2/0 v 3: fail" --driver skupper-router --rule "$SKUPPER" \
  -Dspillway.skupper-router.binary="$skrouterd"
play skupper-router-only "$skrouterd" \
  "3 pass; C2/0 v 3: fail; F1/process-dead: fail; M6/three keys: inconclusive" \
  --driver skupper-router --rule "$SKUPPER" \
  -Dspillway.skupper-router.binary="$skrouterd" -Dspillway.skupper-router.mode=router-only
printf '%d runs of other routers did not end as they had to\n' "$unexpected"
[ "$unexpected" -eq 0 ]
