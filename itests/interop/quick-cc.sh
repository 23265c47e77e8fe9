#!/bin/sh
# SPDX-License-Identifier: MIT
# quick-cc.sh gcc|g++ ARGUMENTS…: compiles without optimising, for what is only tried and not measured
set -eu
compiler=$1
shift
for word in "$@"; do
  shift
  case $word in
    -O2 | -O3) word=-O0 ;;
  esac
  set -- "$@" "$word"
done
exec "$compiler" "$@"
