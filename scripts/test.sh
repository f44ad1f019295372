#!/bin/sh
# test.sh: every check, in the order of how quickly each one finds something.
# Stops at the first that fails. The last line is pytest's.
set -eu
stages="lint types wired suite suite-postgres browser"

if [ -z "$CHROMIUM" ]; then
  if [ -n "${CI:-}" ]; then
    echo "No Chromium: CI tests in a browser too." >&2
    exit 1
  fi
  echo "-- browser tests are left out: no Chromium here (CHROMIUM=… names one)"
  stages=${stages% browser}
fi
for stage in $stages; do
  echo "-- $stage"
  ${MAKE:-make} --no-print-directory "$stage"
done
