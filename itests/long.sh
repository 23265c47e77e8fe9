#!/bin/sh
# SPDX-License-Identifier: MIT
# What ./throng check --long does beside the longer tests: a runtime of our own, an image, the same bytes twice, a bare
# Debian. Words name parts: itests/long.sh runtime image same debian; none is all of them.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd -P)
work=$(mktemp -d)
mounted=
ended() {
  for place in $mounted; do
    umount "$place" 2>/dev/null || true
  done
  rm -rf "$work"
}
trap ended EXIT
say() { echo "long: $*" >&2; }
fail() {
  say "FAILED: $*"
  exit 1
}

need() {
  command -v "$1" >/dev/null 2>&1 && return 0
  [ "$(id -u)" = 0 ] || fail "$1 is missing; as root: apt-get install -y $2"
  apt-get update -qq && apt-get install -y -qq --no-install-recommends "$2" >/dev/null
}

# lends FOLDER PLACE: a folder of the machine's, until the end
lends() {
  mkdir -p "$2"
  mount --bind "$1" "$2"
  mounted="$2 $mounted"
}

# starts a node with the command given and waits for its line, so many seconds
comes_up() {
  limit=$1
  shift
  "$@" >"$work/said" 2>"$work/errors" &
  node=$!
  for _ in $(seq 1 "$limit"); do
    grep -q '^ready' "$work/said" && break
    kill -0 "$node" 2>/dev/null || break
    sleep 1
  done
  grep -q '^ready' "$work/said" || fail "$* did not become ready: $(tail -n 20 "$work/errors")"
  # the one that became ready is a child of the command, or the command itself
  pkill -P "$node" 2>/dev/null || kill "$node" 2>/dev/null || true
  wait "$node" 2>/dev/null || true
}

runtime() {
  say "the archive with its own Java"
  own=$("$root/distribution/runtime.sh")
  [ "$(stat -c %s "$own")" -lt 83886080 ] || fail "$own has 80 MB or more"
  mkdir "$work/own"
  tar -xzf "$own" -C "$work/own" --strip-components 1
  [ -s "$work/own/runtime/lib/security/cacerts" ] || fail "it has no certificates, so wss:// would not work"
  PATH=/usr/bin:/bin JAVA_HOME='' comes_up 60 "$work/own/bin/throng" node --home "$work/home" --port 0 --api-port 0
}

image() {
  say "the image"
  need busybox busybox-static
  need umoci umoci
  made=$("$root/distribution/image.sh")
  first=$(sha256sum <"$made")
  "$root/distribution/image.sh" >/dev/null
  [ "$first" = "$(sha256sum <"$made")" ] || fail "two images of one archive differ"
  mkdir "$work/layout"
  tar -xf "$made" -C "$work/layout"
  umoci unpack --image "$work/layout:$(basename "$made" | sed 's/^throng-\(.*\)-linux-.*/\1/')" "$work/bundle" \
    >"$work/umoci.log" 2>&1 || fail "another tool cannot read it: $(cat "$work/umoci.log")"
  tree=$work/bundle/rootfs
  lends /proc "$tree/proc"
  lends /dev "$tree/dev"
  comes_up 60 env -i PATH=/opt/throng/bin:/bin /usr/sbin/chroot --userspec=1000:1000 "$tree" \
    /opt/throng/bin/throng node --home /var/lib/throng --port 0 --api-port 0
}

same() {
  say "the same bytes from two builds"
  for copy in one two; do
    git clone -q "$root" "$work/$copy"
    (cd "$work/$copy" && mvn -B -q -T 1C -DskipTests -Djacoco.skip=true -Dspotless.check.skip=true \
      -pl distribution/archive -am package)
  done
  (cd "$work/one" && find . \( -path '*/target/*.jar' -o -path '*/target/throng-*.tar.gz' \) | sort |
    xargs sha256sum) >"$work/one.sums"
  grep -q 'tar.gz$' "$work/one.sums" || fail "there is no archive to compare"
  (cd "$work/two" && sha256sum --quiet -c "$work/one.sums") || fail "two builds of one commit differ"
}

debian() {
  say "a bare Debian with git: ./throng up installs what it needs"
  need debootstrap debootstrap
  . /etc/os-release
  debian=$work/debian
  mirror=$(sed -n 's/^URIs: *//p; s/^deb \(\[[^]]*\] *\)\{0,1\}\([^ ]*\).*/\2/p' /etc/apt/sources.list /etc/apt/sources.list.d/* \
    2>/dev/null | head -n 1)
  # shellcheck disable=SC2086
  debootstrap --variant=minbase --include=git,ca-certificates "$VERSION_CODENAME" "$debian" $mirror \
    >"$work/debootstrap.log" 2>&1 || fail "debootstrap: $(tail -n 3 "$work/debootstrap.log")"
  # the way to the package registries is the machine's own
  for file in /etc/resolv.conf /etc/hosts /etc/apt /etc/ssl/certs /usr/local/share/ca-certificates \
    /root/.m2/settings.xml /root/.npmrc /etc/npmrc /usr/etc/npmrc /etc/maven/settings.xml; do
    if [ -e "$file" ]; then
      mkdir -p "$debian$(dirname "$file")"
      cp -rLf "$file" "$debian$(dirname "$file")/" 2>/dev/null || true
    fi
  done
  git clone -q "$root" "$debian/throng"
  lends /proc "$debian/proc"
  lends /dev "$debian/dev"
  comes_up 900 chroot "$debian" sh -c 'cd /throng && exec ./throng up --home /home/throng --port 0 --api-port 0'
}

for part in ${*:-runtime image same debian}; do
  case $part in
    runtime | same) "$part" ;;
    image | debian)
      if [ "$(id -u)" = 0 ]; then
        "$part"
      else
        say "not root: $part was left out"
      fi
      ;;
    *) fail "expected runtime, image, same or debian, got '$part'" ;;
  esac
done
say "all is well"
