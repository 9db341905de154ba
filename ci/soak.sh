#!/usr/bin/env bash
#
# Holds 10,000 connections at once and passes 200,000 short ones through one router, and through two
# that are joined by a link; then again with clients that reset, half-close or do not read. In the
# end no descriptor, channel, selector key, timer, buffer or other object of the routers may be left
# that was not there before. Ends with 1 if something is left.
#
#   ci/soak.sh [--quick] [--held N] [--short N] [--loops N] [--debug]
#
# --quick is --held 1000 --short 20000, for CI. Everything runs on loopback addresses of this
# machine, in processes of its own (Linux: it reads /proc). Logs are in target/soak; with --debug
# they say of each stream that breaks why.

set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
readonly WORK=$PWD/target/soak

arguments=()
level=INFO
for argument in "$@"; do
  case $argument in
  --quick) arguments+=(--held 1000 --short 20000) ;;
  --debug) level=DEBUG ;;
  -h | --help)
    sed -n '3,14s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
    exit 0
    ;;
  *) arguments+=("$argument") ;;
  esac
done

[ -d /proc/self/fd ] || {
  echo "the soak counts descriptors in /proc, which this system does not have" >&2
  exit 2
}
ulimit -n "$(ulimit -Hn)" # the soft limit; what is still missing the program says

mkdir -p "$WORK"
mvn -B -ntp -q -pl router test-compile dependency:build-classpath \
  -Dmdep.includeScope=test -Dmdep.outputFile="$WORK/classpath"
exec java -Xmx512m -XX:+UseSerialGC -Dspillway.test.log="$level" \
  -cp "router/target/test-classes:router/target/classes:$(<"$WORK/classpath")" \
  io.spillway.router.soak.Soak --logs "$WORK" "${arguments[@]}"
