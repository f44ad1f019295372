#!/bin/sh
# test.sh: every check, in the order of how quickly each one finds something.
# Stops at the first that fails. The last line is pytest's.
set -eu
stages="look suite front browser"

if [ -z "$CHROMIUM" ]; then
  if [ -n "${CI:-}" ]; then
    echo "No Chromium: CI tests in a browser too." >&2
    exit 1
  fi
  echo "-- browser tests are left out: no Chromium here (CHROMIUM=… names one)"
  stages=${stages% browser}
fi

if ! PATH=$PATH:/usr/sbin command -v varnishd >/dev/null || ! command -v caddy >/dev/null; then
  if [ -n "${CI:-}" ]; then
    echo "No Varnish or no Caddy: CI tests what stands before the paper, too." >&2
    exit 1
  fi
  echo "-- the front is left out: no varnishd and caddy here (varnish, varnish-modules, caddy)"
  stages=$(echo "$stages" | sed 's/ front//')
fi

if sh scripts/docker-test.sh ready >/dev/null 2>&1; then
  stages="$stages containers"
else
  echo "-- containers are left out: no Docker engine with the images here (make docker-test)"
fi

# The image and PostgreSQL beside SQLite: who ends first leaves the other its processor.
both() {
  said=$(mktemp)
  make --no-print-directory image suite-postgres >"$said" 2>&1 &
  beside=$!
  failed=0
  make --no-print-directory suite || failed=1
  echo "-- image, suite-postgres"
  wait "$beside" || failed=1
  cat "$said"
  rm -f "$said"
  return "$failed"
}

for stage in $stages; do
  echo "-- $stage"
  case $stage in
    look) make --no-print-directory -j 3 lint types wired ;;
    suite) both ;;
    containers) STEPS="publish stop migrations" SHORT=1 sh scripts/docker-test.sh ;;
    *) make --no-print-directory "$stage" ;;
  esac
done
