#!/bin/sh
# SPDX-License-Identifier: MIT
# Makes the second archive, which brings its own Java: distribution/archive/target/throng-VERSION-linux-ARCH.tar.gz.
# Usage: distribution/runtime.sh, after the build; JAVA_HOME or the java on the path is linked in.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd -P)
target=$root/distribution/archive/target
jlink=${JAVA_HOME:+$JAVA_HOME/bin/}jlink
modules=java.base,java.desktop,java.logging,java.management,java.naming,java.net.http,java.security.jgss
modules=$modules,java.security.sasl,java.sql,java.sql.rowset,java.xml,jdk.crypto.ec,jdk.incubator.vector
modules=$modules,jdk.management,jdk.unsupported,jdk.zipfs

archive=$(ls "$target"/throng-*.tar.gz | grep -v linux | head -n 1)
name=$(basename "$archive" .tar.gz)
case $(uname -m) in
  x86_64) arch=x64 ;;
  aarch64) arch=arm64 ;;
  *) arch=$(uname -m) ;;
esac
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tar -xzf "$archive" -C "$work"
"$jlink" --add-modules "$modules" --strip-debug --no-header-files --no-man-pages --compress=2 \
  --output "$work/$name/runtime" >&2
chmod -R u+w "$work/$name/runtime"
# the same bytes each time: sorted, one owner, one time
tar -C "$work" --sort=name --owner=0 --group=0 --numeric-owner --mtime='2026-01-01 00:00Z' -cf - "$name" |
  gzip -n9 >"$target/$name-linux-$arch.tar.gz"
echo "$target/$name-linux-$arch.tar.gz"
