#!/usr/bin/env bash
#
# Runs the README's commands, as they stand there, in a fresh clone of what is committed: every line
# of its ```sh blocks, but for the one that runs all tests (which runs this) and those that need an
# engine where none answers, which are named as skipped. The tests' results are kept in
# target/ci/readme: the first command is the one that runs the unit tests.
#
#   ci/readme-test.sh [CLONE]
#
# CLONE is the folder to clone into, which is kept; it must not be there yet. If not said, a
# temporary one.

set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
readonly RESULTS=$PWD/target/ci/readme
temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT
readonly CLONE=${1:-$temporary/spillway}

mapfile -t commands < <(awk '/^```sh$/ { inside = 1; next } /^```$/ { inside = 0 } inside' README.md)
if [ ${#commands[@]} -eq 0 ]; then
  echo "README.md has no \`\`\`sh block: no command to test" >&2
  exit 1
fi
git clone -q . "$CLONE"
cd "$CLONE"
keep() {
  local module
  for module in router harness suites; do
    mkdir -p "$RESULTS/$module"
    find "$module/target" -name 'TEST-*.xml' -exec cp {} "$RESULTS/$module/" \; 2>/dev/null || true
  done
}

ran=0
for command in "${commands[@]}"; do
  case $command in
    ci/test.sh*) continue ;;
    *runtime=docker*)
      if ! docker info >/dev/null 2>&1; then
        printf '\nskipped: no engine answers: %s\n' "$command"
        continue
      fi
      ;;
  esac
  printf '\n$ %s\n' "$command"
  status=0
  bash -c "$command" || status=$?
  keep
  [ "$status" -eq 0 ] || {
    echo "README.md: this command failed: $command" >&2
    exit 1
  }
  ran=$((ran + 1))
done
for written in target/conformance/index.html target/conformance/report.json; do
  [ -s "$written" ] || {
    echo "README.md promises $written; it is not there" >&2
    exit 1
  }
done
[ -z "$(git status --porcelain)" ] || {
  git status --short >&2
  echo "README.md's commands changed the tree" >&2
  exit 1
}
printf '\n%d commands of README.md work in a fresh clone\n' "$ran"
