#!/bin/sh
# SPDX-License-Identifier: MIT
# keep-classes.sh FOLDER: runs the node and a word of the distribution in FOLDER once, so that the Java in use keeps the classes as it has
# them in memory; see bin/throng. A start without them only takes longer, so that nothing here is an error.
set -u
dist=$1
program=$dist/bin/throng
[ -r "$program" ] || exit 0
mkdir -p "$dist/cds"
# those of the Java that runs it next, if no jar is newer
JAVA_HOME=${JOURNEY_JAVA_HOME:-${JAVA_HOME:-}}
[ -z "$JAVA_HOME" ] || export JAVA_HOME
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
real=$(readlink -f "$(command -v "$java")")
version=$(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "${real%/bin/java}/release" 2>/dev/null)
kept=$dist/cds/launcher-${version:-unknown}.jsa
if [ -r "$kept" ] && [ -z "$(find "$dist/repo" "$dist/conf" "$dist/features" "$program" -type f -newer "$kept" | head -n 1)" ]; then
  exit 0
fi
rm -f "$kept" "$dist/cds/cli-${version:-unknown}.jsa"
warm=$(mktemp -d)
THRONG_KEEP_CLASSES=yes sh "$program" node --home "$warm" --port 0 --api-port 0 >"$warm/said" 2>&1 &
node=$!
for _ in $(seq 1 60); do
  grep -q '^ready' "$warm/said" && break
  kill -0 "$node" 2>/dev/null || break
  sleep 0.5
done
THRONG_KEEP_CLASSES=yes sh "$program" status --home "$warm" >/dev/null 2>&1
kill "$node" 2>/dev/null
wait "$node" 2>/dev/null
rm -rf "$warm"
exit 0
