#!/usr/bin/env bash
#
# Judges simulated histories of routers that keep the rules, with the checks that ship, and measures
# how often one is failed by chance: 1,520,000 at the alpha of a run, of which the build's self-test
# judges one in ten, 500,000 at a larger one, and some thousands as large as those of a run. Needs no
# network. Ends with 1 if one is failed that must not be, or more are than alpha says. Measured rates
# are printed, with 99 % intervals.
#
#   ci/clean-histories.sh
#
# The reports are in suites/target/failsafe-reports.

set -euo pipefail

cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

case ${1:-} in
"") ;;
-h | --help)
  sed -n '3,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
  exit 0
  ;;
*)
  echo "unknown argument $1; see ci/clean-histories.sh --help" >&2
  exit 2
  ;;
esac

exec mvn -B -ntp verify -pl router,harness,suites -DskipUnitTests -Pself-test \
  -Dit.test=CleanHistoriesIT -Dfailsafe.failIfNoSpecifiedTests=false -Dselftest.histories=full
