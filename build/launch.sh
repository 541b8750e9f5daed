# shellcheck shell=sh
# How the product starts, for the launcher of a clone, for that of an archive, and for what trains AOT caches.

# The JVM's options.
# Messages of the JVM go to standard error: standard output carries MCP. Code is compiled a little later
# than usual: while a session begins, the server needs the processor more than our compiler does.
AGENTGATE_JVM="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=4 -Xmx256m -XX:-UsePerfData -Xlog:disable -Xlog:all=error:stderr --enable-native-access=ALL-UNNAMED"
AGENTGATE_MAIN=io.agentgate.cli.Main

# serve lives long and has the machine's cores to itself: all compilers, a collector that uses both cores,
# small object headers; Vert.x times no tasks and minds no class loaders, of which there is one. What
# AGENTGATE_JAVA_OPTS says comes behind and wins.
AGENTGATE_SERVE_JVM="-XX:+UseParallelGC -XX:+UseCompactObjectHeaders -Xmx512m -Dvertx.disableTCCL=true -Dvertx.disableContextTimings=true -XX:-UsePerfData -Xlog:disable -Xlog:all=error:stderr --enable-native-access=ALL-UNNAMED"

# The dashboard waits most of its time, beside whatever else runs on a laptop.
AGENTGATE_DASHBOARD_JVM="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx128m -Dvertx.disableTCCL=true -XX:-UsePerfData -Xlog:disable -Xlog:all=error:stderr --enable-native-access=ALL-UNNAMED"

# serve and dashboard are an application of their own; words about them are the command's.
agentgate_serves() { # ARGUMENTS... -> whether they start it
  case ${1:-} in
    serve|dashboard) ;;
    *) return 1 ;;
  esac
  for agentgate_word in "$@"; do
    case $agentgate_word in
      --help|-h|--version|-V) return 1 ;;
    esac
  done
}

# The JVM reads words and file names in the locale's encoding, which in the POSIX locale is ASCII. The
# server gets the locale as it was. A cache or a native library that is not there is done without.
agentgate_start() { # DIST LAUNCHER ARGUMENTS... -> becomes a JVM of $agentgate_jdk
  agentgate_dist=$1
  agentgate_launcher=$2
  shift 2
  agentgate_locale=
  case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
    ''|C|POSIX)
      agentgate_locale=-Dagentgate.lc_all=${LC_ALL:-}
      export LC_ALL=C.UTF-8 ;;
  esac
  # Java asks the system for the home of the user, and shells, sudo and containers say it in HOME.
  agentgate_user=
  [ -z "${HOME:-}" ] || agentgate_user=-Duser.home=$HOME
  agentgate_native=
  [ ! -d "$agentgate_dist/native" ] || agentgate_native=-Dorg.sqlite.lib.path=$agentgate_dist/native
  agentgate_cache=
  [ ! -r "$agentgate_dist/agentgate.aot" ] || agentgate_cache=-XX:AOTCache=$agentgate_dist/agentgate.aot
  agentgate_serve_jvm=$AGENTGATE_SERVE_JVM
  [ "${1:-}" != dashboard ] || agentgate_serve_jvm=$AGENTGATE_DASHBOARD_JVM
  # shellcheck disable=SC2086,SC2154
  if agentgate_serves "$@"; then
    exec "$agentgate_jdk/bin/java" $agentgate_serve_jvm ${AGENTGATE_JAVA_OPTS:-} \
        ${agentgate_locale:+"$agentgate_locale"} ${agentgate_user:+"$agentgate_user"} "-Dagentgate.dist=$agentgate_dist" \
        "-Dagentgate.launcher=$agentgate_launcher" ${agentgate_native:+"$agentgate_native"} \
        -jar "$agentgate_dist/serve/quarkus-run.jar" "$@"
  else
    exec "$agentgate_jdk/bin/java" $AGENTGATE_JVM ${agentgate_cache:+"$agentgate_cache"} \
        ${agentgate_locale:+"$agentgate_locale"} ${agentgate_user:+"$agentgate_user"} "-Dagentgate.dist=$agentgate_dist" \
        "-Dagentgate.launcher=$agentgate_launcher" ${agentgate_native:+"$agentgate_native"} \
        -cp "$agentgate_dist/lib/agentgate.jar" "$AGENTGATE_MAIN" "$@"
  fi
}
