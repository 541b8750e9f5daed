# shellcheck shell=sh disable=SC2034
# Sets agentgate_jdk to a JDK of at least release 25, or ends with one line that says how to get one.
# Sourced by ./mvnw and by launchers. Starts no process: a launcher may not cost a newcomer time.
# A variable may be the user's, and exported: the names here and in ./agentgate are nobody else's, so
# that a wrapped server gets the environment it would get directly.

agentgate_jdk_release_of() { # DIR -> sets $agentgate_release to the feature release, or 0
  agentgate_release=0
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
  while IFS='=' read -r agentgate_key agentgate_value; do
    if [ "$agentgate_key" = JAVA_VERSION ]; then
      agentgate_value=${agentgate_value#\"}
      agentgate_value=${agentgate_value%%[!0-9]*}
      agentgate_release=${agentgate_value:-0}
      return 0
    fi
  done < "$1/release"
}

find_jdk() {
  for agentgate_candidate in "${AGENTGATE_JAVA_HOME:-}" "${JAVA_HOME:-}" \
      /usr/lib/jvm/*25* /usr/lib/jvm/*26* /usr/java/*25* /opt/java/*25* /opt/jdk*25* /opt/java/openjdk \
      "${SDKMAN_DIR:-${HOME:-}/.sdkman}"/candidates/java/25* \
      "${HOME:-}"/.jdks/*25* \
      /Library/Java/JavaVirtualMachines/*25*/Contents/Home \
      /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
      /usr/local/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home \
      /home/linuxbrew/.linuxbrew/opt/openjdk@25/libexec; do
    [ -n "$agentgate_candidate" ] || continue
    agentgate_jdk_release_of "$agentgate_candidate"
    if [ "$agentgate_release" -ge 25 ]; then
      agentgate_jdk=$agentgate_candidate
      return 0
    fi
  done
  # A java on the PATH is a link into its JDK.
  if agentgate_on_path=$(command -v java); then
    agentgate_on_path=$(readlink -f "$agentgate_on_path" 2>/dev/null || printf '%s' "$agentgate_on_path")
    agentgate_jdk_release_of "${agentgate_on_path%/bin/java}"
    if [ "$agentgate_release" -ge 25 ]; then
      agentgate_jdk=${agentgate_on_path%/bin/java}
      return 0
    fi
  fi
  echo "agentgate: no JDK 25 found. Install one (Debian: apt install temurin-25-jdk; macOS: brew install openjdk@25; SDKMAN: sdk install java 25-tem) or set JAVA_HOME." >&2
  return 1
}
