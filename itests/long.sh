#!/bin/sh
# SPDX-License-Identifier: MIT
# What ./throng check --long does beside the longer tests: a runtime of our own, the same bytes twice, a bare Debian.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd -P)
target=$root/distribution/archive/target
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
say() { echo "long: $*" >&2; }
fail() {
  say "FAILED: $*"
  exit 1
}

# starts a node with the command given and waits for its line
comes_up() {
  "$@" node --home "$work/home" --port 0 --api-port 0 >"$work/said" 2>"$work/errors" &
  node=$!
  for _ in $(seq 1 300); do
    grep -q '^ready' "$work/said" && break
    sleep 0.1
  done
  kill "$node" 2>/dev/null || true
  wait "$node" 2>/dev/null || true
  grep -q '^ready' "$work/said" || fail "$* did not become ready: $(cat "$work/errors")"
  rm -rf "$work/home"
}

say "the archive with its own Java"
own=$("$root/distribution/runtime.sh")
[ "$(stat -c %s "$own")" -lt 83886080 ] || fail "$own has 80 MB or more"
mkdir "$work/own"
tar -xzf "$own" -C "$work/own" --strip-components 1
PATH=/usr/bin:/bin JAVA_HOME='' comes_up "$work/own/bin/throng"

say "the same bytes from two builds"
for copy in one two; do
  git clone -q "$root" "$work/$copy"
  (cd "$work/$copy" && mvn -B -q -T 1C -DskipTests -Djacoco.skip=true -Dspotless.check.skip=true \
    -pl distribution/archive -am package)
done
(cd "$work/one" && find . -path '*/target/*' -name '*.jar' -o -path '*/target/throng-*.tar.gz' | sort |
  xargs sha256sum) >"$work/one.sums"
(cd "$work/two" && sha256sum --quiet -c "$work/one.sums") || fail "two builds of one commit differ"

if [ "$(id -u)" = 0 ]; then
  say "a bare Debian with git: ./throng up installs what it needs"
  command -v debootstrap >/dev/null 2>&1 || { apt-get update -qq && apt-get install -y -qq debootstrap >/dev/null; }
  . /etc/os-release
  debian=$work/debian
  debootstrap --variant=minbase --include=git,ca-certificates "$VERSION_CODENAME" "$debian" >"$work/debootstrap.log" 2>&1 ||
    fail "debootstrap: $(tail -n 3 "$work/debootstrap.log")"
  # the way to the package registries is the machine's own
  for file in /etc/resolv.conf /etc/hosts /etc/apt /etc/ssl/certs /root/.m2/settings.xml /root/.npmrc; do
    if [ -e "$file" ]; then
      mkdir -p "$debian$(dirname "$file")"
      cp -rLf "$file" "$debian$(dirname "$file")/" 2>/dev/null || true
    fi
  done
  git clone -q "$root" "$debian/throng"
  mount --bind /proc "$debian/proc"
  trap 'umount "$debian/proc" 2>/dev/null; rm -rf "$work"' EXIT
  chroot "$debian" sh -c 'cd /throng && exec ./throng up --home /home/throng --port 0 --api-port 0' \
    >"$work/said" 2>"$work/errors" &
  node=$!
  for _ in $(seq 1 900); do
    grep -q '^ready' "$work/said" && break
    kill -0 "$node" 2>/dev/null || break
    sleep 1
  done
  grep -q '^ready' "$work/said" || fail "on a bare Debian: $(tail -n 20 "$work/errors")"
  pkill -P "$node" 2>/dev/null || true
  kill "$node" 2>/dev/null || true
  wait "$node" 2>/dev/null || true
else
  say "not root: the bare Debian was left out"
fi
say "all is well"
