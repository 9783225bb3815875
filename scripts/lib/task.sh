# Runs a single task of the server's on its database, while the server runs or not. Sourced after server.sh.

# The embedded servers of a server that runs cannot be started a second time, but they can be connected to.
megatron_join_embedded() {
  local postgres
  [ -z "${MEGATRON_POSTGRES_URL:-}" ] && [ -f "$MEGATRON_DATA/postgres/postgres.port" ] || return 0
  postgres=127.0.0.1:$(cat "$MEGATRON_DATA/postgres/postgres.port")
  megatron_listens "$postgres" || return 0
  export MEGATRON_ENVIRONMENT=${MEGATRON_ENVIRONMENT:-development}
  export MEGATRON_POSTGRES_URL="jdbc:postgresql://$postgres/megatron?user=megatron_app"
  export MEGATRON_POSTGRES_OWNER_URL="jdbc:postgresql://$postgres/megatron?user=megatron_owner"
  export MEGATRON_REDIS_URL=${MEGATRON_REDIS_URL:-redis://127.0.0.1:$(cat "$MEGATRON_DATA/redis/redis.port")}
}

# Becomes the task: its name, flags for the JVM, and behind -- what it is told.
megatron_exec_task() {
  local task=$1 flags=()
  shift
  while [ "$1" != -- ]; do
    flags+=("$1")
    shift
  done
  shift
  cd "$root"
  megatron_find_installation
  megatron_join_embedded
  megatron_find_java
  megatron_build_server
  megatron_unpack_server
  megatron_exec_unpacked "${flags[@]}" -- "--megatron.command=$task" "$@"
}
