# Finds a JDK 25 and exports JAVA_HOME. Sourced by mvnw and by the scripts that start Java.
# Order: MEGATRON_JAVA_HOME, JAVA_HOME, the usual install folders, `java` on the PATH.

megatron_java_version() {
  "$1/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p'
}

megatron_find_java() {
  local home
  for home in "${MEGATRON_JAVA_HOME:-}" "${JAVA_HOME:-}" \
    /usr/lib/jvm/*25* /opt/java/*25* "$HOME"/.sdkman/candidates/java/25* \
    /Library/Java/JavaVirtualMachines/*25*/Contents/Home; do
    if [ -n "$home" ] && [ -x "$home/bin/javac" ] && [ "$(megatron_java_version "$home")" = 25 ]; then
      export JAVA_HOME=$home
      return 0
    fi
  done
  echo "Megatron needs a JDK 25, and none was found. Install one (for example Eclipse Temurin 25) or set MEGATRON_JAVA_HOME to its folder." >&2
  return 1
}
