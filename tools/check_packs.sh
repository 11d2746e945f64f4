#!/usr/bin/env bash
# The hermetic layer for packs, for CI: needs no network, changes nothing, tells every fault of every pack.
#
#     check_packs.sh OUT PACK...
#
# OUT      a folder for reports: lint-<pack>.sarif, test-<pack>.xml
# REQUIRE  languages that must be whole, separated by commas; none without it
# ANNOTATE github: findings as annotations of the changed lines; text without it
set -u
out=$1; shift
mkdir -p "$out"
failed=0

run() {
  echo "+ gopay-help $*"
  gopay-help "$@" || failed=1
}

for pack in "$@"; do
  name=$(basename "$pack")
  run tree lint "$pack" --strict --format "${ANNOTATE:-text}"
  gopay-help tree lint "$pack" --strict --format sarif --out "$out/lint-$name.sarif" >/dev/null  # told above
  run tree fmt "$pack" --check
  run tree test "$pack" --junit "$out/test-$name.xml"
  run i18n status "$pack" ${REQUIRE:+--require "$REQUIRE"}
  run channels lint "$pack"
done
exit "$failed"
