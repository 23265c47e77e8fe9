#!/bin/sh
# SPDX-License-Identifier: MIT
# Checks the models here with Spin: the machine as it is has no error, and each one that is broken on purpose has one.
set -eu
here=$(cd "$(dirname "$0")" && pwd -P)
work=$here/target
mkdir -p "$work"
cd "$work"

# errors NAME OPTIONS…: how many errors Spin finds; the output of the checker is in NAME.log
errors() {
  name=$1
  shift
  spin "$@" -a ../session.pml >"$name.log" 2>&1
  # what Spin writes has warnings of its own
  gcc -O2 -w -o "$name" pan.c
  # acceptance cycles (-a) under weak fairness (-f); no end is wrong that the formula allows (-E)
  "./$name" -a -f -m100000 -E >>"$name.log" 2>&1
  if grep -q 'max search depth too small\|Search not completed' "$name.log" && ! grep -q 'assertion violated\|acceptance cycle' "$name.log"; then
    echo "models: $name was not searched whole, see $work/$name.log" >&2
    exit 1
  fi
  sed -n 's/.*errors: \([0-9]*\).*/\1/p' "$name.log"
}

found=$(errors whole)
[ "$found" = 0 ] || {
  echo "models: the session machine has an error, see $work/whole.log" >&2
  exit 1
}
for broken in NO_HAVE_RULE LATE_WRITE HIGH_FLOOR MAC_IS_ARRIVAL; do
  found=$(errors "$broken" "-D$broken")
  [ "$found" != 0 ] || {
    echo "models: the machine with $broken ought to fail and does not" >&2
    exit 1
  }
done
sed -n 's/^ *\([0-9]*\) states, stored.*/models: \1 states, no error; four broken ones found/p' whole.log
