# The JVM command lines of the product, for the launcher and for the training of the AOT cache.
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
