# Runs the Java client behind the scripts. Sourced after common.sh.

. "$root/scripts/lib/java.sh"
. "$root/scripts/lib/build.sh"

# Short commands start faster without the second compiler; the bench brings flags of its own.
megatron_short=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx128m)

# Builds the client if need be and fills `megatron_client` with the words that run it.
megatron_prepare_client() {
  megatron_find_java
  megatron_build_client
  megatron_client=("$JAVA_HOME/bin/java" "$@" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
    -jar "$megatron_client_jar")
}
