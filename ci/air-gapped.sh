#!/usr/bin/env bash
#
# A container engine and the images that Spillway's docker runtime needs, for a machine that
# has neither an engine nor an image registry: root on Debian or Ubuntu, with their package mirror
# and the Go module proxy in reach. Who has an engine and a registry needs none of this.
#
#   ci/air-gapped.sh run CMD...     start, run the command with the environment, stop (always)
#   ci/air-gapped.sh start          start and leave running; quick when it runs already
#   eval "$(ci/air-gapped.sh env)"  the environment of the started engine, for this shell
#   ci/air-gapped.sh stop           stop what `start` started; images stay for the next time
#   ci/air-gapped.sh clean          stop, and remove the images and everything else it keeps
#
# The engine has its own socket, data, containerd namespace, bridge and address pool, all under
# $SPILLWAY_ENGINE_DIR (default /var/lib/spillway-engine). Two engines on one machine rewrite each
# other's firewall chains, so this one refuses to start beside another. Several `run` may share
# it; the last one out stops it.

set -euo pipefail

HERE=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
readonly HERE
readonly DIR=${SPILLWAY_ENGINE_DIR:-/var/lib/spillway-engine}
readonly RUN=$DIR/run
readonly LOG=$DIR/dockerd.log
readonly BRIDGE=spillway0
readonly CGROUP=spillway.slice # a name that both of Docker's cgroup drivers accept
readonly TRACKED=net.netfilter.nf_conntrack_max
# The engine has the kernel track every connection, and for two minutes after its end; cases that
# make tens of thousands, each over several bridges, fill the usual table of 262,144.
readonly LEAST_TRACKED=1048576
readonly START_LIMIT_S=60
readonly STOP_LIMIT_S=30
readonly COMMAND_STOP_LIMIT_S=60

export DOCKER_HOST=unix://$RUN/docker.sock
export DOCKER_CONFIG=$DIR/config # neither contexts nor credential helpers of the user
unset DOCKER_CONTEXT DOCKER_TLS_VERIFY DOCKER_CERT_PATH

say() { printf 'air-gapped: %s\n' "$*" >&2; }

die() {
  say "error: $*"
  exit 1
}

log_tail() {
  say "the last lines of $LOG:"
  tail -n 20 -- "$LOG" >&2 || true
}

usage() { sed -n '3,18s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

# shellcheck source=../docker/air-gapped/images.sh disable=SC1091
. "$HERE/../docker/air-gapped/images.sh"

# --- packages ---------------------------------------------------------------------------------

# install_missing COMMAND=PACKAGE...: installs the packages whose command this machine lacks.
install_missing() {
  local pair missing=()
  for pair in "$@"; do
    command -v "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null ||
    die "${missing[*]} missing and no apt-get: this script knows Debian and Ubuntu only"
  say "installing ${missing[*]}"
  # The distribution's own engine must not start with its package.
  local policy=/usr/sbin/policy-rc.d placed=
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
    placed=yes
  fi
  local status=0
  {
    apt-get update -qq &&
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
  } >"$DIR/apt.log" 2>&1 </dev/null || status=$?
  [ -z "$placed" ] || rm -f "$policy"
  [ "$status" -eq 0 ] || {
    tail -n 20 "$DIR/apt.log" >&2
    die "apt-get could not install ${missing[*]} (its last lines are above)"
  }
}

install_packages() {
  install_missing dockerd=docker.io iptables=iptables ip=iproute2 setsid=util-linux
  command -v docker >/dev/null || install_missing docker=docker-cli # a package of its own from Debian 13
}

# --- the engine -------------------------------------------------------------------------------

engine_pid() { # the pid of our engine, if it runs
  local pid
  pid=$(cat "$RUN/docker.pid" 2>/dev/null) || return 1
  tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -qF -- "--data-root=$DIR/data" || return 1
  printf '%s' "$pid"
}

refuse_beside_another_engine() {
  local comm pid
  for comm in /proc/[0-9]*/comm; do
    [ "$(cat "$comm" 2>/dev/null)" = dockerd ] || continue
    pid=${comm#/proc/} pid=${pid%/comm}
    grep -q . "/proc/$pid/cmdline" 2>/dev/null || continue # it has ended and awaits its parent
    die "an engine runs here already (dockerd, pid $pid). Use it: run the tests without this" \
      "script, or stop it first"
  done
}

free_subnet() { # the first /16 of 10.213 to 10.233 that no route of this machine touches
  local second routes
  routes=$(ip -4 route show)
  for second in $(seq 213 233); do
    grep -qE "^10\.($second|0\.0\.0/8)" <<<"$routes" || {
      printf '10.%s' "$second"
      return 0
    }
  done
  die "no free private network among 10.213.0.0/16 to 10.233.0.0/16; the routes are: $routes"
}

start_engine() {
  if engine_pid >/dev/null; then
    say "engine runs already (pid $(engine_pid))"
    return 0
  fi
  install_packages
  refuse_beside_another_engine
  remove_traces
  mkdir -p "$RUN" "$DOCKER_CONFIG"
  local net
  net=$(free_subnet)
  {
    sysctl -n net.ipv4.ip_forward
    iptables -S FORWARD | sed -n 's/^-P FORWARD //p'
    printf '%s\n' "$net"
  } >"$RUN/before"
  printf '{}' >"$RUN/daemon.json" # not /etc/docker/daemon.json
  say "starting $(dockerd --version) in $DIR"
  # No network outlives its run; one that was half made when an engine was killed makes dockerd
  # panic at its next start (index out of range in libnetwork's reservePools).
  rm -rf "$DIR/data/network"
  ip link add "$BRIDGE" type bridge
  ip addr add "$net.0.1/24" dev "$BRIDGE"
  ip link set "$BRIDGE" up
  setsid dockerd \
    --host="$DOCKER_HOST" --data-root="$DIR/data" --exec-root="$RUN/exec" \
    --pidfile="$RUN/docker.pid" --config-file="$RUN/daemon.json" \
    --containerd-namespace=spillway --containerd-plugins-namespace=spillway-plugins \
    --bridge="$BRIDGE" --default-address-pool="base=$net.128.0/17,size=26" \
    --cgroup-parent="$CGROUP" --shutdown-timeout=5 >"$LOG" 2>&1 </dev/null {lock}>&- {users}>&- &
  local child=$! deadline=$((SECONDS + START_LIMIT_S))
  until docker version >/dev/null 2>&1; do
    kill -0 "$child" 2>/dev/null || {
      log_tail
      remove_traces
      die "dockerd ended while it started"
    }
    [ $SECONDS -lt $deadline ] || {
      log_tail
      stop_engine
      die "dockerd did not answer at $DOCKER_HOST within $START_LIMIT_S s"
    }
    sleep 0.2
  done
  raise_tracked
  say "engine $(docker version --format '{{.Server.Version}}') answers at $DOCKER_HOST"
}

raise_tracked() {
  local now
  now=$(sysctl -n "$TRACKED" 2>/dev/null) || return 0 # this kernel tracks none
  [ "$now" -lt "$LEAST_TRACKED" ] || return 0
  printf '%s\n' "$now" >"$RUN/tracked-before"
  sysctl -q -w "$TRACKED=$LEAST_TRACKED" ||
    say "$TRACKED stays at $now: cases with very many connections may be played again"
}

stop_engine() {
  local pid
  if pid=$(engine_pid); then
    say "stopping the engine (pid $pid)"
    local left
    left=$(docker ps -aq 2>/dev/null) && [ -z "$left" ] ||
      xargs -r docker rm -f -v >/dev/null 2>&1 <<<"$left" || true
    docker network prune -f >/dev/null 2>&1 || true
    kill -TERM "$pid" 2>/dev/null || true
    local deadline=$((SECONDS + STOP_LIMIT_S))
    while engine_pid >/dev/null; do
      [ $SECONDS -lt $deadline ] || {
        log_tail
        say "dockerd did not end within $STOP_LIMIT_S s of SIGTERM; killing it"
        kill -KILL "$pid" 2>/dev/null || true
        break
      }
      sleep 0.1
    done
  fi
  remove_traces
}

# Removes what an engine leaves in the kernel: its containerd (had it been killed), mounts, bridges,
# firewall chains and control groups. Bridges are ours by name or address; the chains are the engine's by their
# fixed prefix, and no other engine runs (see refuse_beside_another_engine).
remove_traces() {
  [ -e "$RUN/before" ] || return 0
  local forward policy net
  { read -r forward && read -r policy && read -r net; } <"$RUN/before"
  kill_left_behind
  local mount
  awk -v dir="$DIR/" 'index($2, dir) == 1 { print $2 }' /proc/mounts | sort -r |
    while read -r mount; do umount -l "$mount" || true; done
  local bridge bridges
  bridges=$(ip -o -4 addr show | awk -v net="$net." 'index($4, net) == 1 { print $2 }')
  for bridge in $bridges; do ip link del "$bridge" || true; done
  local tool table
  for tool in iptables ip6tables; do
    command -v "$tool-save" >/dev/null || continue
    for table in filter nat raw; do
      remove_rules "$tool" "$table" "DOCKER|-s ${net//./[.]}[.]${bridges:+|${bridges//$'\n'/|}}"
    done
  done
  find /sys/fs/cgroup -depth -type d -path "*/$CGROUP*" -exec rmdir {} + 2>/dev/null || true
  sysctl -q -w "net.ipv4.ip_forward=$forward"
  [ ! -e "$RUN/tracked-before" ] || sysctl -q -w "$TRACKED=$(cat "$RUN/tracked-before")" || true
  iptables -P FORWARD "$policy"
  rm -rf "$RUN"
}

# What a killed dockerd leaves: containerd, the containers' shims, and the containers' processes,
# which a freezer would keep from dying.
kill_left_behind() {
  local process pid file
  for process in /proc/[0-9]*/cmdline; do
    if tr '\0' ' ' 2>/dev/null <"$process" | grep -q "^[^ ]*containerd.* $RUN/"; then
      pid=${process#/proc/}
      kill -KILL "${pid%/cmdline}" 2>/dev/null || true
    fi
  done
  find /sys/fs/cgroup -path "*/$CGROUP/*" \( -name cgroup.procs -o -name freezer.state \) 2>/dev/null |
    while read -r file; do
      case $file in
      *.state) echo THAWED >"$file" ;;
      *) xargs -r kill -KILL <"$file" ;;
      esac 2>/dev/null || true
    done
}

remove_rules() { # of the tool $1 in the table $2: those that match $3, and the engine's chains
  local rule chain
  { "$1-save" -t "$2" 2>/dev/null || true; } | { grep -E -- "^-A .*($3)" || true; } |
    while read -r rule; do
      xargs "$1" -t "$2" <<<"-D ${rule#-A }" || true
    done
  { "$1-save" -t "$2" 2>/dev/null || true; } | sed -n 's/^:\(DOCKER[^ ]*\).*/\1/p' |
    while read -r chain; do
      "$1" -t "$2" -F "$chain" || true
      "$1" -t "$2" -X "$chain" || true
    done
}

# --- environment ------------------------------------------------------------------------------

print_env() {
  cat <<ENV
export DOCKER_HOST='$DOCKER_HOST'
export SPILLWAY_DOCKER_BASE='$BASE_IMAGE'
export TESTCONTAINERS_RYUK_DISABLED=true
export TESTCONTAINERS_CHECKS_DISABLE=true
export TESTCONTAINERS_HOST_OVERRIDE=localhost
export SPILLWAY_TOXIPROXY_BINARY='$(toxiproxy_binary)'
ENV
}

# --- commands ---------------------------------------------------------------------------------

need_root() { [ "$(id -u)" -eq 0 ] || die "needs root: it starts an engine and changes networks"; }

# One start or stop at a time; and a shared mark by everyone who uses the engine.
take_lock() {
  mkdir -p "$DIR"
  exec {lock}>"$DIR/lock" {users}>"$DIR/users"
  flock -w 900 "$lock" || die "another start or stop holds $DIR/lock for more than 15 min"
}

up() {
  take_lock
  trap leave EXIT
  start_engine
  make_base_image
  make_toxiproxy_image
  make_balancers_image
  [ -z "${SKUPPER_ROUTER:-}" ] || make_skupper_router_image
}

leave() { # stops the engine unless `start` asked for it to stay or someone else uses it
  flock -u "$users"
  flock -w 60 "$lock" || return 0
  if [ -e "$RUN/kept" ]; then
    say "engine stays, as it was started by 'start'"
  elif flock -n -x "$users"; then
    stop_engine
  else
    say "engine stays: another run uses it"
  fi
}

# Hands a signal on to the command, which then has a while to end.
# shellcheck disable=SC2317 # called by traps
pass_on() { # the signal $1 to the process $2
  say "got SIG$1, passing it on"
  kill "-$1" "$2" 2>/dev/null || true
  (
    sleep "$COMMAND_STOP_LIMIT_S"
    kill -KILL "$2" 2>/dev/null
  ) >/dev/null 2>&1 {lock}>&- {users}>&- &
  watches+=("$!")
}

run() {
  [ $# -gt 0 ] || die "run needs a command: ci/air-gapped.sh run mvn verify"
  up
  flock -s "$users"
  flock -u "$lock"
  eval "$(print_env)"
  say "running $*"
  (
    trap - INT QUIT # a background job would ignore them
    unset DOCKER_CONFIG
    exec "$@"
  ) <&0 {lock}>&- {users}>&- &
  local child=$! status=0
  watches=()
  # shellcheck disable=SC2064 # the child's pid as it is now
  {
    trap "pass_on INT $child" INT
    trap "pass_on TERM $child" TERM
    trap "pass_on HUP $child" HUP
  }
  while kill -0 "$child" 2>/dev/null; do
    status=0
    wait "$child" || status=$?
  done
  trap '' INT TERM HUP
  [ ${#watches[@]} -eq 0 ] || kill "${watches[@]}" 2>/dev/null || true
  say "command ended with status $status"
  exit "$status"
}

case ${1:-} in
run)
  need_root
  shift
  run "$@"
  ;;
start)
  need_root
  up
  touch "$RUN/kept"
  say "ready; for the environment: eval \"\$(ci/air-gapped.sh env)\""
  ;;
env)
  engine_pid >/dev/null || die "no engine of this script runs; start it with ci/air-gapped.sh start"
  print_env
  ;;
stop)
  need_root
  take_lock
  stop_engine
  ;;
clean)
  need_root
  take_lock
  stop_engine
  rm -rf "$DIR"
  ;;
-h | --help | help) usage ;;
*)
  usage >&2
  exit 2
  ;;
esac
