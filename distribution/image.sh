#!/bin/sh
# SPDX-License-Identifier: MIT
# Makes an OCI image: distribution/archive/target/throng-VERSION-linux-ARCH.oci.tar, an image layout with one layer.
# Usage: distribution/image.sh, after distribution/runtime.sh, on Debian with the package busybox-static.
# In it: the archive with its own Java, the C library that this needs, and a shell; nothing else.
# Load it with: skopeo copy oci-archive:FILE docker-daemon:throng:VERSION, or: podman load -i FILE
set -eu
umask 022
root=$(cd "$(dirname "$0")/.." && pwd -P)
target=$root/distribution/archive/target
archive=$(ls "$target"/throng-*-linux-*.tar.gz | head -n 1)
name=$(basename "$archive" .tar.gz)
case $name in
  *-x64) arch=amd64 ;;
  *-arm64) arch=arm64 ;;
  *) arch=${name##*-} ;;
esac
version=${name#throng-}
version=${version%-linux-*}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/tree
layout=$work/layout
mkdir -p "$tree/opt/throng" "$tree/bin" "$tree/etc" "$tree/tmp" "$tree/var/lib/throng" "$layout/blobs/sha256"

tar -xzf "$archive" -C "$tree/opt/throng" --strip-components 1
cp "$(command -v busybox)" "$tree/bin/busybox"
for word in sh readlink sed cat ls; do
  ln -s busybox "$tree/bin/$word"
done
echo 'throng:x:1000:1000::/var/lib/throng:/bin/sh' >"$tree/etc/passwd"
echo 'throng:x:1000:' >"$tree/etc/group"
echo 'hosts: files dns' >"$tree/etc/nsswitch.conf"

# what the JVM is linked to; its libraries for screens and sounds are not used
runtime=$tree/opt/throng/runtime
for object in "$runtime/bin/java" "$runtime/lib/server/libjvm.so" "$runtime/lib/"lib*.so; do
  case ${object##*/} in
    libawt* | libfont* | libfreetype* | libjawt* | libjsound* | libsplash* | liblcms* | libmlib* | libjavajpeg*) ;;
    *) ldd "$object" ;;
  esac
done | sed -n 's/^[^/]*\(\/[^ ]*\) (0x.*/\1/p' | grep -v "^$tree" | sort -u >"$work/libraries"
while read -r library; do
  mkdir -p "$tree${library%/*}"
  cp -L "$library" "$tree$library"
done <"$work/libraries"

# the same bytes each time: sorted, one time, owners by number
time='2026-01-01 00:00Z'
chmod 1777 "$tree/tmp"
chmod 700 "$tree/var/lib/throng"
tar -C "$tree" --sort=name --owner=0 --group=0 --numeric-owner --mtime="$time" --exclude=./var/lib/throng \
  -cf "$work/layer.tar" .
tar -C "$tree" --owner=1000 --group=1000 --numeric-owner --mtime="$time" -rf "$work/layer.tar" ./var/lib/throng

# blob FILE: puts it among the blobs; its digest
blob() {
  digest=$(sha256sum "$1" | cut -d ' ' -f 1)
  cp "$1" "$layout/blobs/sha256/$digest"
  echo "sha256:$digest"
}

# described TYPE FILE
described() {
  printf '{"mediaType":"application/vnd.oci.image.%s","digest":"%s","size":%s}' \
    "$1" "$(blob "$2")" "$(stat -c %s "$2")"
}

plain=sha256:$(sha256sum "$work/layer.tar" | cut -d ' ' -f 1)
gzip -n9 "$work/layer.tar"
cat >"$work/config.json" <<END
{"created":"2026-01-01T00:00:00Z","architecture":"$arch","os":"linux","config":{"User":"1000:1000","ExposedPorts":{"7447/tcp":{}},"Env":["PATH=/opt/throng/bin:/bin","THRONG_HOME=/var/lib/throng","THRONG_HTTP_UNDERTOW_RELAY__HOST=0.0.0.0"],"Entrypoint":["/opt/throng/bin/throng"],"Cmd":["node"],"Volumes":{"/var/lib/throng":{}},"WorkingDir":"/var/lib/throng","StopSignal":"SIGTERM","Labels":{"org.opencontainers.image.title":"Throng","org.opencontainers.image.version":"$version","org.opencontainers.image.licenses":"MIT"}},"rootfs":{"type":"layers","diff_ids":["$plain"]}}
END
cat >"$work/manifest.json" <<END
{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":$(described config.v1+json "$work/config.json"),"layers":[$(described layer.v1.tar+gzip "$work/layer.tar.gz")]}
END
manifest=$(described manifest.v1+json "$work/manifest.json")
cat >"$layout/index.json" <<END
{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[${manifest%\}},"annotations":{"org.opencontainers.image.ref.name":"$version"}}]}
END
printf '{"imageLayoutVersion":"1.0.0"}' >"$layout/oci-layout"
tar -C "$layout" --sort=name --owner=0 --group=0 --numeric-owner --mtime="$time" -cf "$target/$name.oci.tar" .
echo "$target/$name.oci.tar"
