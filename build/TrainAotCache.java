import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the AOT cache of the command: plays one wrapped session with every kind of call, so that the
 * JVM learns which classes a real one needs. Run by the build with the directory of the distribution.
 */
final class TrainAotCache {
    private static final String SESSION =
            """
            {"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25",\
            "capabilities":{},"clientInfo":{"name":"training","version":"1"}}}
            {"jsonrpc":"2.0","method":"notifications/initialized"}
            {"jsonrpc":"2.0","id":1,"method":"tools/list"}
            {"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"list_files","arguments":{}}}
            {"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"read_file",\
            "arguments":{"path":"config/.env","note":"sk-\\u0041BCDEFGHIJKLMNOPQRSTUVWX"}}}
            {"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"bash",\
            "arguments":{"command":"rm -rf /"}}}
            {"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"http_request",\
            "arguments":{"url":"http://localhost/"}}}
            {"jsonrpc":"2.0","id":6,"method":"ping"}
            """;

    private static final int LAST_ID = 6;

    public static void main(String[] arguments) throws Exception {
        Path dist = Path.of(arguments[0]);
        unpackSqlite(dist);
        Path cache = dist.resolve("agentgate.aot");
        Path home = Files.createTempDirectory("agentgate-training");
        try {
            train(dist, cache, home);
        } finally {
            Training.deleteTree(home);
        }
        Training.requireCache(cache);
    }

    /**
     * Puts SQLite's native library for this machine beside the jars. Left to itself, every process
     * unpacks a copy to the directory for temporary files, and one that is killed leaves it there.
     */
    private static void unpackSqlite(Path dist) throws Exception {
        Path jar;
        try (Stream<Path> jars = Files.list(dist.resolve("lib"))) {
            jar =
                    jars.filter(file -> file.getFileName().toString().startsWith("sqlite-jdbc-"))
                            .findAny()
                            .orElseThrow();
        }
        try (URLClassLoader driver = new URLClassLoader(new URL[] {jar.toUri().toURL()})) {
            Class<?> loader = driver.loadClass("org.sqlite.util.LibraryLoaderUtil");
            String name = (String) loader.getMethod("getNativeLibName").invoke(null);
            String place = (String) loader.getMethod("getNativeLibResourcePath").invoke(null);
            Path directory = Files.createDirectories(dist.resolve("native"));
            try (InputStream library = driver.getResourceAsStream(place.substring(1) + "/" + name)) {
                if (library != null) {
                    Files.copy(library, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static void train(Path dist, Path cache, Path home) throws Exception {
        String java = Training.java(dist);
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(Training.jvmFlags(dist, "AGENTGATE_JVM"));
        command.addAll(
                List.of(
                        "-XX:AOTCacheOutput=" + cache,
                        "-Dagentgate.dist=" + dist,
                        "-Dorg.sqlite.lib.path=" + dist.resolve("native"),
                        "-cp",
                        dist.resolve("lib/agentgate.jar").toString(),
                        "io.agentgate.cli.Main",
                        "wrap",
                        "--policy",
                        dist.resolve("policies/default.toml").toString(),
                        "--",
                        java,
                        "-jar",
                        dist.resolve("demo/workshop.jar").toString()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("AGENTGATE_HOME", home.toString());
        builder.environment().put("AGENTGATE_DASHBOARD", "off");
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream();
                BufferedReader out =
                        new BufferedReader(
                                new InputStreamReader(
                                        process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String message : SESSION.split("\n")) {
                in.write((message + "\n").getBytes(StandardCharsets.UTF_8));
                in.flush();
                if (message.contains("\"id\":") && out.readLine() == null) {
                    throw new IllegalStateException("the session ended before " + LAST_ID);
                }
            }
        }
        int exitCode = process.waitFor();
        if (exitCode != 0) {
            throw new IllegalStateException("the training session ended with " + exitCode);
        }
    }
}
