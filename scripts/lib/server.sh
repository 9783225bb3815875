# How the server is started. Sourced after build.sh.

# The server as a JVM reads it fastest: its libraries beside the jar, and what an earlier start has learned.
megatron_server=$root/grpc-server/target/server
megatron_server_cache=$megatron_server/megatron.aot

# Under 512 MB, whatever comes. Under load all of the heap is touched sooner or later, and 150 MB of classes are mapped with
# what earlier starts have learned, so the heap is 184 MB. Half of it is young, with room for 2 800 calls in work to
# survive there: in the old generation they would fill it, and to clear that takes 0.2 to 0.5 s. What else a JVM takes is bounded
# as well, or it would follow the load: buffers of the network, class metadata, compiled code, one malloc arena for every
# thread that allocates. The room for compiled code is reserved, not used: with less of it the collector stops everything
# now and then to look for dead code. Netty looks for buffers that nobody gives back by taking the stack of every 128th; tests
# are the place for that.
megatron_server_flags=(
  -Xms184m -Xmx184m -Xmn92m -XX:SurvivorRatio=4 -XX:TargetSurvivorRatio=90
  -XX:TrimNativeHeapInterval=10000 -XX:MaxDirectMemorySize=64m -XX:MetaspaceSize=96m -XX:MaxMetaspaceSize=160m -XX:ReservedCodeCacheSize=192m
  -Xss512k -XX:+ExitOnOutOfMemoryError -Dio.netty.leakDetection.level=disabled
)

# What every JVM has that runs this build: what was learned holds for no other collector and no other headers.
megatron_common_flags=(
  -XX:+UseSerialGC -XX:+UseCompactObjectHeaders --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
)
export MALLOC_ARENA_MAX=${MALLOC_ARENA_MAX:-2}

# Unpacks what was built, if it is not. What was learned from another build goes with it. Builds are told apart by what is in
# them: a jar that can be built again to the same bytes carries no time of its own.
megatron_unpack_server() {
  local fresh built
  [ -f "$megatron_server_jar" ] || megatron_fail "the server is not built; leave out --no-build"
  built=$(cksum <"$megatron_server_jar")
  [ "$(cat "$megatron_server/built" 2>/dev/null)" != "$built" ] || return 0
  fresh=$(mktemp -d "$megatron_server.XXXXXX") ||
    megatron_fail "this build is not unpacked yet, and this user may not write there: run scripts/run once as one who may"
  # Whoever may read the jar may run what was in it.
  chmod go+rx "$fresh"
  "$JAVA_HOME/bin/java" -Djarmode=tools -jar "$megatron_server_jar" extract --force --destination "$fresh" >&2
  echo "$built" >"$fresh/built"
  rm -rf "$megatron_server"
  mv "$fresh" "$megatron_server"
  # Somebody else was first, and ours lies in theirs.
  rm -rf "$megatron_server/$(basename "$fresh")"
}

# A run for the JVM to learn from: classes are found loaded and linked by the starts after it (JEP 483), and what trades run
# through is known to be worth compiling (JEP 515), as the bench trades with it for a while. It runs on its own services in a
# folder of its own, whatever this installation is set to. Of two at once the second waits for what the first one learns.
megatron_prepare_server() {
  local mine=$megatron_server/preparing.$$
  [ ! -f "$megatron_server_cache" ] || return 0
  # Global, as whatever ends us has to find them.
  megatron_preparing=$megatron_server/preparing
  (echo $$ >"$mine") 2>/dev/null || megatron_fail "fast starts are kept in $megatron_server, where this user may not write"
  until [ -f "$megatron_server_cache" ] || ln "$mine" "$megatron_preparing" 2>/dev/null; do
    kill -0 "$(cat "$megatron_preparing" 2>/dev/null)" 2>/dev/null || rm -f "$megatron_preparing"
    sleep 0.5
  done
  rm -f "$mine"
  [ ! -f "$megatron_server_cache" ] || return 0
  megatron_learning=$(mktemp -d "${TMPDIR:-/tmp}/megatron-prepare.XXXXXX")
  trap 'kill -TERM $(jobs -p) 2>/dev/null || true; wait; rm -rf "$megatron_learning" "$megatron_preparing"' EXIT
  trap 'exit 130' INT TERM
  megatron_learn "$megatron_learning"
}

# Has the JVM learn in a folder, and keeps what it has learned.
megatron_learn() {
  local log=$1/server.log pid waited=0 status=0
  [ -f "$megatron_client_jar" ] || megatron_fail "the client is not built, whose bench the server learns under; leave out --no-build"
  echo "preparing fast starts (a minute, once for each build)" >&2
  (
    cd "$1"
    exec env -i PATH="$PATH" HOME="${HOME:-$1}" LANG="${LANG:-C.UTF-8}" MALLOC_ARENA_MAX="$MALLOC_ARENA_MAX" \
      MEGATRON_GRPC_PORT=0 MEGATRON_MANAGEMENT_PORT=0 MEGATRON_LOCAL_CHAIN=false \
      "$JAVA_HOME/bin/java" "${megatron_common_flags[@]}" "${megatron_server_flags[@]}" -XX:MaxMetaspaceSize=1g \
      "-XX:AOTCacheOutput=$1/megatron.aot" -jar "$megatron_server/megatron-exec.jar"
  ) >"$log" 2>&1 &
  pid=$!
  until grep -q '^ready grpc=' "$log" || [ $waited -ge 600 ] || ! kill -0 "$pid" 2>/dev/null; do
    sleep 0.2
    waited=$((waited + 1))
  done
  megatron_rehearse "$1" "$(grep '^ready grpc=' "$log")" >"$1/bench.log" 2>&1 || mv -f "$1/bench.log" "$log"
  kill -TERM "$pid" 2>/dev/null || true
  wait "$pid" || status=$?
  if [ ! -s "$1/megatron.aot" ] || [ ! -f "$1/bench.log" ]; then
    tail -n 20 "$log" >&2
    megatron_fail "fast starts could not be prepared (exit status $status), see above; the server starts without as well"
  fi
  mv -f "$1/megatron.aot" "$megatron_server_cache"
}

# Trades with the server that said it is ready, in the folder it runs in.
megatron_rehearse() {
  [[ $2 =~ grpc=([^ ]+)\ management=http://([^ ]+) ]] || return
  env -i PATH="$PATH" MEGATRON_DATA="$1/data" "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xmx192m \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -jar "$megatron_client_jar" bench --run "$root/scripts/run" hot --json --users 1000 --warm-up 1 --seconds 20 \
    --address "${BASH_REMATCH[1]}" --management "${BASH_REMATCH[2]}"
}

# Becomes the server. Flags of MEGATRON_JAVA_OPTS are words without blanks in them, so that plain splitting is right.
megatron_exec_server() {
  local more
  read -r -a more <<<"${MEGATRON_JAVA_OPTS:-}"
  megatron_exec_unpacked "${megatron_server_flags[@]}" ${more[@]+"${more[@]}"} -- "$@"
}

# Becomes the build that was unpacked: flags for the JVM, and behind -- what it is told.
megatron_exec_unpacked() {
  local flags=("${megatron_common_flags[@]}")
  [ ! -f "$megatron_server_cache" ] || flags+=("-XX:AOTCache=$megatron_server_cache")
  while [ "$1" != -- ]; do
    flags+=("$1")
    shift
  done
  shift
  exec "$JAVA_HOME/bin/java" "${flags[@]}" -jar "$megatron_server/megatron-exec.jar" "$@"
}
