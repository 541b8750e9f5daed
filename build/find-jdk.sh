# Sets JAVA_HOME to a JDK of at least release 25, or ends with one line that says how to get one.
# Sourced by ./mvnw and ./agentgate. Starts no process: a launcher may not cost a newcomer time.

jdk_release_of() { # DIR -> sets $jdk_release to the feature release, or 0
  jdk_release=0
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
  while IFS='=' read -r key value; do
    if [ "$key" = JAVA_VERSION ]; then
      value=${value#\"}
      value=${value%%[!0-9]*}
      jdk_release=${value:-0}
      return 0
    fi
  done < "$1/release"
}

find_jdk() {
  for candidate in "${AGENTGATE_JAVA_HOME:-}" "${JAVA_HOME:-}" \
      /usr/lib/jvm/*25* /usr/lib/jvm/*26* /usr/java/*25* /opt/java/*25* /opt/jdk*25* /opt/java/openjdk \
      "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/25* \
      "$HOME"/.jdks/*25* \
      /Library/Java/JavaVirtualMachines/*25*/Contents/Home \
      /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
      /usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home; do
    [ -n "$candidate" ] || continue
    jdk_release_of "$candidate"
    if [ "$jdk_release" -ge 25 ]; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
  done
  # A java on the PATH is a link into its JDK.
  if on_path=$(command -v java); then
    on_path=$(readlink -f "$on_path" 2>/dev/null || printf '%s' "$on_path")
    jdk_release_of "${on_path%/bin/java}"
    if [ "$jdk_release" -ge 25 ]; then
      JAVA_HOME=${on_path%/bin/java}
      export JAVA_HOME
      return 0
    fi
  fi
  echo "agentgate: no JDK 25 found. Install one (Debian: apt install temurin-25-jdk; macOS: brew install openjdk@25; SDKMAN: sdk install java 25-tem) or set JAVA_HOME." >&2
  return 1
}
