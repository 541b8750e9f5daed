# The one JVM command line of the product, for the launcher and for the training of its AOT cache.
# Messages of the JVM go to standard error: standard output carries MCP. Code is compiled a little later
# than usual: while a session begins, the server needs the processor more than our compiler does.
AGENTGATE_JVM="-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:CompileThresholdScaling=4 -Xmx256m -XX:-UsePerfData -Xlog:disable -Xlog:all=error:stderr --enable-native-access=ALL-UNNAMED"
AGENTGATE_MAIN=io.agentgate.cli.Main
