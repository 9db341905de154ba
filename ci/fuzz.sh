#!/usr/bin/env bash
#
# Fuzzes the router's readers of what others send, guided by coverage (Jazzer, from Maven Central): site files,
# messages between routers, and a site's whole side of links.
#
#   ci/fuzz.sh [SECONDS]    over all targets together (default 60)
#
# Begins with the corpus in router/src/test/resources/fuzz, which CorpusTest plays in each build. An
# input that breaks a target is kept there as crash-..., oom-... or timeout-..., and fails the run:
# mend the code and commit the file. What only reaches further stays in target/fuzz; with
# SPILLWAY_FUZZ_KEEP=yes the smallest set of inputs that reaches as far replaces the corpus.

set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
readonly SECONDS_IN_ALL=${1:-60}
readonly TARGETS=(fuzz.SiteFileFuzz link.MessageFuzz link.LinkAcceptorFuzz)
readonly JAZZER_VERSION=0.30.0 # runs on JDK 8 and newer; brings its native agent in the jar
readonly CORPUS=router/src/test/resources/fuzz
readonly WORK=$PWD/target/fuzz
readonly MAVEN=(mvn -B -ntp -q)
readonly HEAP_MIB=512

[[ $SECONDS_IN_ALL =~ ^[1-9][0-9]*$ ]] || {
  echo "usage: ci/fuzz.sh [SECONDS], a whole number of at least 1; got '$SECONDS_IN_ALL'" >&2
  exit 2
}

prepare() {
  mkdir -p "$WORK"
  "${MAVEN[@]}" -pl router test-compile dependency:build-classpath \
    -Dmdep.includeScope=test -Dmdep.outputFile="$WORK/classpath"
  local part
  for part in jazzer jazzer-api; do
    [ -f "$WORK/$part-$JAZZER_VERSION.jar" ] ||
      "${MAVEN[@]}" --non-recursive dependency:copy \
        -Dartifact="com.code-intelligence:$part:$JAZZER_VERSION" -DoutputDirectory="$WORK"
  done
}

# jazzer TARGET ARGUMENT...: libFuzzer's own arguments begin with one dash.
jazzer() {
  local target=$1
  shift
  # The hook against requests to other servers would take the tests' own sockets for a finding.
  java -Xmx${HEAP_MIB}m -XX:+UseSerialGC -XX:+EnableDynamicAgentLoading \
    -cp "$WORK/jazzer-$JAZZER_VERSION.jar:$WORK/jazzer-api-$JAZZER_VERSION.jar:router/target/test-classes:router/target/classes:$(<"$WORK/classpath")" \
    com.code_intelligence.jazzer.Jazzer --target_class="io.spillway.router.$target" \
    --instrumentation_includes='io.spillway.router.**:com.fasterxml.jackson.dataformat.yaml.**:org.yaml.snakeyaml.**' \
    --custom_hook_includes='io.spillway.router.**' \
    --disabled_hooks=com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery \
    --reproducer_path="$WORK" \
    -timeout=10 -rss_limit_mb=0 -print_final_stats=1 "$@"
}

# fuzz TARGET SECONDS: says what was found.
fuzz() {
  local target=$1 name=${1#*.} status=0 log=$WORK/${1#*.}.log
  mkdir -p "$WORK/$name"
  jazzer "$target" -max_total_time="$2" -max_len=4096 -artifact_prefix="$CORPUS/$name/" \
    "$WORK/$name" "$CORPUS/$name" >"$log" 2>&1 || status=$?
  if [ "$status" -eq 0 ]; then
    printf '%-17s %4s s, %9s inputs, %4s of them new to its coverage, nothing found\n' "$name" "$2" \
      "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")" \
      "$(sed -n 's/^stat::new_units_added: *//p' "$log")"
    return 0
  fi
  printf '%s: FOUND something, or did not run (status %s). The end of %s:\n' "$name" "$status" "$log"
  grep -vE '^#[0-9]+\s' "$log" | tail -n 40
  return 1
}

# keep TARGET: replaces the corpus by the smallest inputs that together reach all that is reached;
# those with a name, written by hand or because they broke something, stay. It asks which code an
# input reaches and not how often, as there would be hundreds.
keep() {
  local name=${1#*.} named=(-name 'seed-*' -o -name 'crash-*' -o -name 'oom-*' -o -name 'timeout-*')
  local merged log=$WORK/${1#*.}-merge.log
  merged=$(mktemp -d -p "$WORK")
  find "$CORPUS/$name" -type f \( "${named[@]}" \) -exec cp {} "$merged/" \;
  jazzer "$1" -merge=1 -set_cover_merge=1 -use_counters=0 "$merged" "$CORPUS/$name" "$WORK/$name" \
    >"$log" 2>&1
  find "$CORPUS/$name" -type f ! \( "${named[@]}" \) -delete
  find "$merged" -type f -size -3k ! \( "${named[@]}" \) -exec cp {} "$CORPUS/$name/" \;
  rm -rf "$merged"
  printf '%-17s %s\n' "$name" "$(grep -o 'MERGE-OUTER: .* new files.*' "$log" | tail -n 1)"
}

prepare
failed=0
for target in "${TARGETS[@]}"; do
  fuzz "$target" $(((SECONDS_IN_ALL + ${#TARGETS[@]} - 1) / ${#TARGETS[@]})) || failed=1
  [ "${SPILLWAY_FUZZ_KEEP:-}" != yes ] || keep "$target"
done
exit "$failed"
