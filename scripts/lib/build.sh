# Builds what is not built. Sourced after common.sh and java.sh.

megatron_server_jar=$root/grpc-server/target/megatron-exec.jar
megatron_client_jar=$root/scripts/client/target/megatron-client.jar

# Whether a jar is missing, or any of the given sources changed since it was built: since it was written, as its own time is
# that of every build of these sources. The stamp beside it says when a build was last found to be up to date, as a build
# leaves a jar alone that would come out the same.
megatron_is_stale() {
  local jar=$1 newer=(-newermc "$1")
  shift
  [ -f "$jar" ] || return 0
  [ ! -f "$jar.checked" ] || newer+=(-newer "$jar.checked")
  [ -n "$(find "$@" "${newer[@]}" -print 2>/dev/null | head -n 1)" ]
}

# What a module's jar is made of; tests and output are not.
megatron_sources() {
  local module
  echo "$root/pom.xml"
  for module in "$@"; do
    echo "$root/$module/pom.xml"
    if [ "$module" = proto ]; then echo "$root/proto/megatron"; else echo "$root/$module/src/main"; fi
  done
}

megatron_build() {
  local jar=$1 module=$2 started log
  shift 2
  local sources=()
  while IFS= read -r source; do [ -e "$source" ] && sources+=("$source"); done < <(megatron_sources "$module" "$@")
  megatron_is_stale "$jar" "${sources[@]}" || return 0
  echo "building $module (a minute or two the first time)" >&2
  mkdir -p "$(dirname "$jar")"
  # The stamp is of the build's beginning, so that a file saved while it ran is seen the next time.
  started=$(mktemp "$jar.XXXXXX")
  log=$(mktemp "${TMPDIR:-/tmp}/megatron-build.XXXXXX")
  if ! "$root/mvnw" -B -q -f "$root/pom.xml" -pl "$module" -am package -Dmaven.test.skip=true -Dspotless.check.skip=true >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$started" "$log"
    megatron_fail "the build failed, see above. './mvnw verify' tells more."
  fi
  rm -f "$log"
  mv -f "$started" "$jar.checked"
}

megatron_build_server() {
  megatron_build "$megatron_server_jar" grpc-server proto curve-lib mapper-xml exchange-core dev-services batch-jobs
}

megatron_build_client() {
  megatron_build "$megatron_client_jar" scripts/client proto
}

# The local chain's programs, installed at the first use. Without npm there is no local chain, and custody is off.
megatron_find_chain() {
  [ -z "${MEGATRON_RPC_URL:-}" ] && [ "${MEGATRON_LOCAL_CHAIN:-true}" != false ] || return 0
  # As the server has it: a Postgres of one's own is production unless said.
  local kind=development
  [ -z "${MEGATRON_POSTGRES_URL:-}" ] || kind=production
  [ "${MEGATRON_ENVIRONMENT:-$kind}" = development ] || return 0
  export MEGATRON_CHAIN_PROGRAMS=${MEGATRON_CHAIN_PROGRAMS:-$root/scripts/chain}
  [ "$MEGATRON_CHAIN_PROGRAMS" = "$root/scripts/chain" ] || return 0
  if ! command -v npm >/dev/null; then
    echo "no npm, so no local chain: custody is off" >&2
  elif ! "$root/scripts/chain/install" >&2; then
    echo "anvil could not be installed, so no local chain: custody is off" >&2
  fi
}
