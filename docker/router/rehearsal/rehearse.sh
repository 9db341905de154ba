#!/bin/sh
#
# Runs in a build of the router's image: makes /app/java.args, with which java is to be started
# there, and a class-data archive of what a router uses. For that it runs two routers whose links
# lead through each other's listeners, so that one of them does everything a router does.

set -eu

readonly ARGS=/app/java.args
readonly ARCHIVE=/app/router.jsa
readonly MAIN=io.spillway.router.Main
readonly LOG=/tmp/near.log

# The class path is written out: a directory's order may differ elsewhere, and the archive with it.
class_path() {
  path=
  for jar in /app/*.jar /app/lib/*.jar; do path=$path${path:+:}$jar; done
  printf '%s\n' "$path"
}

# No files of the JVM's own: the root file system may be read-only.
{
  printf '%s\n' -Xshare:auto -XX:+UseSerialGC -XX:-UsePerfData -XX:+ExitOnOutOfMemoryError \
    -XX:+ErrorFileToStderr -cp
  class_path
} >"$ARGS"

java "@$ARGS" -XX:ArchiveClassesAtExit="$ARCHIVE" -Xlog:cds=off -Xlog:cds+dynamic=off \
  $MAIN /rehearsal/near.yaml >"$LOG" 2>&1 &
near=$!
# Two in one container cannot both have an admin endpoint at its usual port.
java "@$ARGS" $MAIN --no-admin /rehearsal/far.yaml >/tmp/far.log 2>&1 &
far=$!
tries=0
until grep -q 'link far/through-far to far is up' "$LOG"; do
  tries=$((tries + 1))
  [ "$tries" -le 300 ] || {
    cat "$LOG" /tmp/far.log
    echo "the rehearsal's links did not come up within 30 s" >&2
    exit 1
  }
  sleep 0.1
done
kill -TERM "$far"
wait "$far" || true
kill -TERM "$near"
wait "$near" || true

if [ -s "$ARCHIVE" ]; then
  printf '%s\n' "-XX:SharedArchiveFile=$ARCHIVE" | cat - "$ARGS" >/tmp/args
  cat /tmp/args >"$ARGS"
  echo "archived the classes: $(wc -c <"$ARCHIVE") bytes"
else
  echo "this JVM makes no class-data archive; the image works, and starts slower"
fi
