# SPDX-License-Identifier: MIT
# ./throng check [--long]: sourced by ../throng, which has set $root, $dist and the functions need, need_java, install_needed and say.

# where the headers of this Node are, against which a relay from npm compiles its native SQLite
node_headers() {
  prefix=$(dirname "$(dirname "$(readlink -f "$(command -v node)")")")
  if [ -d "$prefix/include/node" ]; then
    echo "$prefix"
  elif [ -d /usr/include/node ]; then
    echo /usr
  fi
}

# all that is needed, before anything begins
need_everything() {
  need_java
  need npm npm nodejs
  need g++ g++
  need gcc gcc
  need make make
  need python3 python3
  need spin spin
  if [ -z "${npm_config_nodedir:-}" ] && { ! command -v node >/dev/null 2>&1 || [ -z "$(node_headers)" ]; }; then
    needed="$needed libnode-dev"
  fi
  if [ -n "$long" ] && [ "$(id -u)" = 0 ]; then
    need busybox busybox-static
    need umoci umoci
    need debootstrap debootstrap
  fi
  install_needed
}

# a newer Node than Debian's comes as an npm package
newer_node() {
  version=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
  if [ "${version:-0}" -lt 20 ]; then
    tools=$root/itests/interop/target/node
    if [ ! -x "$tools/node_modules/.bin/node" ]; then
      say "fetching a newer Node"
      mkdir -p "$tools"
      (cd "$tools" && npm install --silent --no-save --no-package-lock node@22 >/dev/null 2>&1) || {
        say "no newer Node could be had from npm"
        exit 69
      }
    fi
    PATH=$tools/node_modules/.bin:$PATH
    export PATH
  fi
  if [ -z "${npm_config_nodedir:-}" ]; then
    npm_config_nodedir=$(node_headers)
    export npm_config_nodedir
  fi
}

# the newer JDKs that are installed, one home a line
newer_jdks() {
  for home in /usr/lib/jvm/*/; do
    release=$home/release
    [ -x "$home/bin/java" ] && [ -r "$release" ] || continue
    major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$release")
    case $major in
      21 | 25) echo "$major ${home%/}" ;;
    esac
  done | sort -u -k1,1
}

step() {
  began=$(date +%s)
  say "== $1"
}

ended() {
  say "== $1: $(($(date +%s) - began)) s"
}

# Error Prone takes most of a build's time, and most of that to be loaded and compiled anew for each module: Maven's JVM gets it
# once, by an agent. A path with a space cannot stand in MAVEN_OPTS: there the build only takes longer.
share_error_prone() {
  agent=$root/itests/error-prone/target/error-prone.jar
  case $root in
    *' '*) return 0 ;;
  esac
  mvn -B -ntp -q package -f itests/error-prone -Djacoco.skip=true -P '!error-prone'
  MAVEN_OPTS="${MAVEN_OPTS:-} -javaagent:$agent"
  export MAVEN_OPTS
}

check() {
  long=
  for word in "$@"; do
    case $word in
      --long) long=yes ;;
      *)
        say "expected 'check' or 'check --long', got '$word'"
        exit 64
        ;;
    esac
  done
  need_everything
  newer_node
  cd "$root"

  # what the tests of other implementations need comes while the bundles are built; the journeys wait for it
  mkdir -p itests/interop/target
  : >itests/interop/target/installing
  (
    trap 'rm -f itests/interop/target/installing' EXIT
    # a native SQLite takes most of a minute to compile well; who measures it has it compiled anew
    CC="$root/itests/interop/quick-cc.sh gcc" CXX="$root/itests/interop/quick-cc.sh g++"
    export CC CXX
    for folder in itests/interop/*/ itests/interop/; do
      if [ -f "$folder/package-lock.json" ]; then
        (cd "$folder" && npm ci --silent --no-audit --no-fund && : >node_modules/.quick) || exit 69
      fi
    done
  ) &
  npm=$!

  # the long run: hundreds of kills, a thousand cuts of the stores' files, a million steps of the session machine, three times
  # as many bodies in the statistics, a million headers to catch up with, minutes of fuzzing for each target
  # JaCoCo takes its time in each process: its report is made in the long run, and by mvn verify
  # on newer JDKs it repeats every journey; the short run those in which the platform has a part
  kills=25 seconds=2 options=-Djacoco.skip=true again="-DexcludedGroups=one-java -Dcurve.points=500 -Dkills=3"
  [ -z "$long" ] || kills=300 seconds=120 again="-Dcurve.points=100000 -Dkills=25" options="-Dtest.jit= -Dagreements=10 -Dcurve.points=100000 -Dcuts=1000 -Dmodel.steps=1000000 -Dmodel.messages=100000 -Dbodies=30000 -Dflood=990000 -Djourney.jit="

  share_error_prone
  # tests wait for a part of their time: three modules at once keep two cores busy
  step "build, unit tests, wiring, journeys, fuzzing ($seconds s for each target) on the JDK in use ($(java -version 2>&1 | head -n 1))"
  # shellcheck disable=SC2086
  mvn -B -ntp -T 3 verify -Dkills=$kills -Dfuzz.seconds=$seconds $options
  built
  wait "$npm" || {
    say "npm could not install what the tests of other implementations need"
    exit 69
  }
  ended "build and tests"

  step "another implementation: the vectors, and itself"
  (cd itests/interop/second && npm test --silent)
  ended "another implementation"

  step "the models, searched whole by Spin"
  itests/models/check.sh
  ended "models"

  # compiled is compiled: from here on only what changed is
  found=
  newer_jdks >"$root/newer-jdks.log"
  while read -r major home; do
    found="$found $major"
    step "unit tests and journeys on JDK $major"
    # shellcheck disable=SC2086
    JOURNEY_JAVA_HOME=$home mvn -B -ntp -T 3 verify -Dmaven.compiler.useIncrementalCompilation=false \
      -Dspotless.check.skip=true -Djacoco.skip=true -Djvm="$home/bin/java" $again -pl '!itests/wiring,!itests/fuzz,!itests/statistics' </dev/null
    ended "JDK $major"
  done <"$root/newer-jdks.log"
  rm -f "$root/newer-jdks.log"
  for major in 21 25; do
    case " $found " in
      *" $major "*) ;;
      *) say "JDK $major is not installed here: its run was left out" ;;
    esac
  done
  if [ -n "$long" ] && grep -q avx512f /proc/cpuinfo 2>/dev/null; then
    step "the curve in four lanes, as on processors with AVX2"
    mvn -B -ntp verify -pl bundles/curve.lockstep.vector -am -Dspotless.check.skip=true -Djacoco.skip=true \
      -Dtest='Vector*Test' -Dsurefire.failIfNoSpecifiedTests=false -Dlanes.argLine=-XX:UseAVX=2
    ended "four lanes"
  fi
  if [ -n "$long" ] && [ -x "$root/itests/long.sh" ]; then
    "$root/itests/long.sh"
  fi
  say "all is well"
}
