#!/usr/bin/env bash
#
# Checks this project's shell scripts: with shellcheck where it is there or can be installed, else
# only their syntax, and says so.

set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

mapfile -t scripts < <(git ls-files --cached --others --exclude-standard '*.sh' .ci/run bin/spillway)
if ! command -v shellcheck >/dev/null && command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends shellcheck >/dev/null
fi
for script in "${scripts[@]}"; do
  bash -n "$script"
done
if command -v shellcheck >/dev/null; then
  shellcheck -x "${scripts[@]}"
  echo "${#scripts[@]} scripts, checked by shellcheck"
else
  echo "${#scripts[@]} scripts, syntax only: shellcheck is not installed"
fi
