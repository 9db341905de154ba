#!/usr/bin/env bash
#
# Measures the router beside HAProxy, nginx and, where it is found, skupper-router, on this machine:
# new connections per second, bytes per second, added latency, memory per held connection, CPU.
# Prints one Markdown table. docs/benchmarks.md says what was found, and how it is measured.
#
#   ci/bench.sh                           5 rounds, about 15 minutes
#   ci/bench.sh --quick                   one short round, about a minute
#   ci/bench.sh --skupper-router PATH     skrouterd, also by SKUPPER_ROUTER or in the PATH
#   ci/bench.sh --help                    the rest
#
# On Debian and Ubuntu (root) it installs HAProxy and nginx where they are missing; elsewhere what is
# missing is skipped, and the output says so. All traffic stays on loopback. Ends with status 1 if a
# subject failed. Leaves no process behind, whatever ends it.

set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
readonly FOLDER=$PWD/target/bench
readonly STARTED=$FOLDER/processes # a line for each program that was started: PID START-TIME

need() {
  for tool in java mvn taskset; do
    command -v "$tool" >/dev/null || {
      echo "ci/bench.sh needs $tool, and Linux" >&2
      exit 2
    }
  done
}

install_rivals() {
  local missing=()
  PATH=$PATH:/usr/sbin
  command -v haproxy >/dev/null || missing+=(haproxy)
  command -v nginx >/dev/null || missing+=(nginx-light libnginx-mod-stream)
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null || [ "$(id -u)" -ne 0 ]; then
    echo "not installed, and not root on Debian: ${missing[*]}" >&2
    return 0
  fi
  echo "installing ${missing[*]}" >&2
  # Not to be started as services: the benchmark starts its own.
  apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
    apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2
}

# Which processors the load, the process next to it, and the one behind that run on.
processors() {
  local -a all=()
  local part
  for part in $(taskset -cp $$ | sed 's/.*: //; s/,/ /g'); do
    mapfile -t -O ${#all[@]} all < <(seq "${part%-*}" "${part#*-}")
  done
  local last=$((${#all[@]} - 1))
  case ${#all[@]} in
    1) echo "${all[0]}:${all[0]}:${all[0]}" ;;
    2 | 3) echo "$(list "${all[@]:0:last}"):${all[last]}:${all[last]}" ;;
    *) echo "$(list "${all[@]:0:last-1}"):${all[last]}:${all[last-1]}" ;;
  esac
}

list() { (IFS=,; echo "$*"); }

# Ends what was started and is still there: the same process, not another one with its number.
end_started() {
  local signal pid start
  [ -f "$STARTED" ] || return 0
  for signal in TERM KILL; do
    while read -r pid start; do
      if still_runs "$pid" "$start"; then
        kill -"$signal" "$pid" 2>/dev/null || true
        for _ in {1..50}; do
          still_runs "$pid" "$start" || break
          sleep 0.1
        done
      fi
    done <"$STARTED"
  done
}

still_runs() { # PID START-TIME
  local stat
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  # The 22nd field; the second one is a name in parentheses, which may contain blanks.
  [ "$(cut -d ' ' -f 20 <<<"${stat##*) }")" = "$2" ]
}

bench=
finish() {
  local status=$?
  trap - EXIT
  if [ -n "$bench" ]; then
    kill "$bench" 2>/dev/null || true
    wait "$bench" 2>/dev/null || true
  fi
  end_started
  exit "$status"
}

need
case " $* " in
  *" --smoke "* | *" --help "* | *" -h "*) ;;
  *) install_rivals ;;
esac
mvn -B -ntp -q -pl router test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/bench.classpath >&2
rm -rf "$FOLDER"
mkdir -p "$FOLDER"
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
ulimit -n "$(ulimit -Hn)"
pinned=$(processors)
# Timers as exact as they can be, for messages that are due at a point of time; inherited.
echo 1000 >/proc/self/timerslack_ns 2>/dev/null || true
taskset -c "${pinned%%:*}" java -XX:+UseSerialGC -Xmx1g \
  -cp "router/target/test-classes:router/target/classes:$(cat router/target/bench.classpath)" \
  io.spillway.router.bench.Bench --processors "$pinned" --folder "$FOLDER" "$@" &
bench=$!
status=0
wait "$bench" || status=$?
bench=
(exit "$status")
