# Finds a JDK 25 and exports JAVA_HOME. Sourced by mvnw and by the scripts that start Java.
# Order: MEGATRON_JAVA_HOME, JAVA_HOME, the usual install folders, `java` on the PATH.

# A JDK says its version in a file; asking the program itself costs a start of it.
megatron_java_version() {
  if [ -f "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  else
    "$1/bin/java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p'
  fi
}

# Follows links by hand, as not every readlink knows -f.
megatron_java_on_path() {
  local file link
  file=$(command -v java) || return 0
  while [ -L "$file" ]; do
    link=$(readlink "$file")
    case $link in /*) file=$link ;; *) file=$(dirname "$file")/$link ;; esac
  done
  dirname "$(dirname "$file")"
}

megatron_is_jdk() {
  [ -n "$1" ] && [ -x "$1/bin/javac" ] && [ "$(megatron_java_version "$1")" = 25 ]
}

# Whoever names one is told that it is none, rather than given another.
megatron_find_java() {
  local home
  if [ -n "${MEGATRON_JAVA_HOME:-}" ] && ! megatron_is_jdk "$MEGATRON_JAVA_HOME"; then
    echo "MEGATRON_JAVA_HOME is $MEGATRON_JAVA_HOME, where there is no JDK 25. Set it to the folder of one, or unset it to have one looked for." >&2
    return 1
  fi
  for home in "${MEGATRON_JAVA_HOME:-}" "${JAVA_HOME:-}" \
    /usr/lib/jvm/*25* /opt/java/*25* "$HOME"/.sdkman/candidates/java/25* \
    /Library/Java/JavaVirtualMachines/*25*/Contents/Home "$(megatron_java_on_path)"; do
    if megatron_is_jdk "$home"; then
      export JAVA_HOME=$home
      return 0
    fi
  done
  echo "Megatron needs a JDK 25, and none was found. Install one (for example Eclipse Temurin 25) or set MEGATRON_JAVA_HOME to its folder." >&2
  return 1
}
