package io.agentgate.e2e.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.backends.Keycloak;
import io.agentgate.e2e.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What several ways of delivery say alike, each in a file of its own. */
class DeliveryTest {
    private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");
    private static final Pattern RELEASE =
            Pattern.compile("<maven.compiler.release>([^<]+)</maven.compiler.release>");

    /** The heap of a container is a share of what the container has. */
    private static final String HEAP = "-Xmx";

    @Test
    void formulaInstallsTheArchiveOfThisVersion() throws IOException {
        String version = first(VERSION, text("pom.xml"));

        assertThat(text("infra/homebrew/agentgate.rb"))
                .contains("/agentgate-" + version + ".zip\"", "  version \"" + version + "\"");
    }

    @Test
    void formulaNeedsTheJdkThatTheBuildNeeds() throws IOException {
        String release = first(RELEASE, text("pom.xml"));

        assertThat(text("infra/homebrew/agentgate.rb"))
                .contains("depends_on \"openjdk@" + release + "\"");
        assertThat(text("build/find-jdk.sh")).contains("-ge " + release + " ]");
    }

    @Test
    void formulaHasAPlaceForTheSumOfTheArchive() throws IOException {
        assertThat(text("infra/homebrew/agentgate.rb")).contains('"' + "0".repeat(64) + '"');
    }

    @ParameterizedTest
    @ValueSource(strings = {"agentgate", "distribution/src/bin/agentgate"})
    void launcherLeavesTheStartToTheSharedScript(String launcher) throws IOException {
        String script = text(launcher);

        assertThat(script).contains("/launch.sh\"").doesNotContain("bin/java", "-X", "-Dagentgate");
        assertThat(script.lines().toList().getLast()).startsWith("agentgate_start ");
    }

    @Test
    void imageStartsTheProductAsACloneDoes() throws IOException {
        String image = image("agentgate");

        assertThat(image)
                .contains(
                        "COPY --from=build /src/agentgate /opt/agentgate/",
                        "/src/build/find-jdk.sh /src/build/launch.sh /opt/agentgate/build/",
                        "java $AGENTGATE_JVM ",
                        "ENTRYPOINT [\"/opt/agentgate/agentgate\"]",
                        "CMD [\"serve\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"agentgate", "proxy-service"})
    void homeOfAnImageIsItsVolume(String target) throws IOException {
        assertThat(image(target)).contains("ENV AGENTGATE_HOME=/data", "VOLUME /data");
    }

    @Test
    void proxyServiceRunsWithTheOptionsOfServe() throws IOException {
        String image = image("proxy-service");
        String started = image.substring(image.indexOf("ENTRYPOINT"));

        assertThat(started)
                .contains(
                        optionsOfServe().stream()
                                .filter(option -> !option.startsWith(HEAP))
                                .map(option -> '"' + option + '"')
                                .toList());
    }

    @Test
    void protocolsOutputIsNeverTheJvms() throws IOException {
        assertThat(options("AGENTGATE_JVM")).contains("-Xlog:disable", "-Xlog:all=error:stderr");
        assertThat(optionsOfServe()).contains("-Xlog:disable", "-Xlog:all=error:stderr");
    }

    @ParameterizedTest
    @CsvSource({"policy-service, 8081", "audit-service, 8082", "dashboard-service, 8083"})
    void serviceIsStartedWatchedAndLetThroughAtItsPort(String service, int port)
            throws IOException {
        String compose = composed(service);
        assertThat(compose)
                .contains(
                        "<<: *hardened",
                        "image: agentgate/" + service + "\n",
                        "target: " + service + "\n",
                        "AGENTGATE_PORT: \"" + port + "\"",
                        ":" + port + "\n    networks: [backplane, dashboard]")
                .containsPattern("- 127\\.0\\.0\\.1:\\$\\{AGENTGATE_[A-Z]+_PORT:-" + port + "}");
        assertThat(image(service))
                .contains("USER 10001:10001", "EXPOSE " + port + "\n")
                .contains("CMD [\"healthy\", \"" + port + "\", \"/q/health/ready\"]");
        assertThat(text("infra/docker/Dockerfile")).containsPattern("ARG MODULES=.*" + service);
        assertThat(text("infra/prometheus/prometheus.yml"))
                .contains("job_name: " + service + "\n", "[\"" + service + ":" + port + "\"]");
        assertThat(text("infra/prometheus/rules.yml")).containsPattern("up\\{job=~.*" + service);
        String kubernetes = text("infra/kubernetes/base/" + service + ".yaml");
        assertThat(kubernetes)
                .contains(
                        "containerPort: " + port + "\n",
                        "kind: PodDisruptionBudget",
                        "readOnlyRootFilesystem: true",
                        "runAsNonRoot: true",
                        "drop: [ALL]",
                        "path: /q/health/ready",
                        "path: /q/health/live");
        assertThat(text("infra/kubernetes/base/kustomization.yaml"))
                .contains("  - " + service + ".yaml\n");
        assertThat(networkPolicy("agentgate-" + service)).contains("port: " + port + " }");
        assertThat(networkPolicy("agentgate-metrics")).contains("port: " + port + " }");
        assertThat(text("infra/kubernetes/example/kustomization.yaml"))
                .contains("name: agentgate/" + service + "\n");
    }

    @Test
    void dashboardServiceIsToldTheSameByWhateverStartsIt() throws IOException {
        Set<String> compose = names("(?m)^      ([A-Z_]+):", composed("dashboard-service"));
        Set<String> kubernetes =
                names("- name: ([A-Z_]+)", text("infra/kubernetes/base/dashboard-service.yaml"));
        String local = text("backends/src/main/java/io/agentgate/backends/ServiceSettings.java");
        Set<String> loopback =
                names(
                        "\"([A-Z_]+)\"",
                        method("dashboardService(", local) + method("common(int port)", local));

        assertThat(names("`([A-Z_]{4,})`", text("docs/reference/dashboard-service.md")))
                .containsAll(compose)
                .containsAll(loopback);
        // In containers Keycloak has an address that browsers do not use.
        compose.remove("QUARKUS_OIDC_AUTH_SERVER_URL");
        // The others listen to every address of their container.
        loopback.remove("AGENTGATE_BIND");
        assertThat(compose).isEqualTo(kubernetes).isEqualTo(loopback);
    }

    @Test
    void secretOfTheDashboardIsTheSameOnBothSides() throws IOException {
        String realm = text("infra/keycloak/realm.json");
        String client = realm.substring(realm.indexOf("\"clientId\": \"agentgate-dashboard\""));
        String secret = first(Pattern.compile("\"secret\": \"([^\"]+)\""), client);

        assertThat(secret).isEqualTo(Keycloak.DASHBOARD_SECRET).hasSizeGreaterThanOrEqualTo(32);
        assertThat(text("infra/setup"))
                .contains("variable AGENTGATE_OIDC_CLIENT_SECRET " + secret + "\n");
        assertThat(text("infra/validate")).contains("AGENTGATE_OIDC_CLIENT_SECRET ");
    }

    /** A service of docker-compose.yml, up to the next. */
    private static String composed(String service) throws IOException {
        return first(
                Pattern.compile("(?ms)^  " + service + ":$(.*?)(?=^  \\S)"),
                text("docker-compose.yml"));
    }

    private static String networkPolicy(String name) throws IOException {
        return first(
                Pattern.compile("(?ms)^  name: " + name + "$(.*?)(?=^---$|\\z)"),
                text("infra/kubernetes/base/network.yaml"));
    }

    /** A method of a source, from its name to the end. */
    private static String method(String beginning, String source) {
        return first(
                Pattern.compile("(?ms)String> " + Pattern.quote(beginning) + "(.*?)^    }$"),
                source);
    }

    private static Set<String> names(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> optionsOfServe() throws IOException {
        return options("AGENTGATE_SERVE_JVM");
    }

    private static List<String> options(String variable) throws IOException {
        Pattern line = Pattern.compile("(?m)^" + variable + "=\"([^\"]+)\"$");
        return List.of(first(line, text("build/launch.sh")).split(" "));
    }

    /** The stage of a target, from its FROM to the next. */
    private static String image(String target) throws IOException {
        Pattern stage = Pattern.compile("(?ms)^FROM \\S+ AS " + target + "$(.*?)(?=^FROM |\\z)");
        return first(stage, text("infra/docker/Dockerfile"));
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(pattern.pattern()).isTrue();
        return matcher.group(1);
    }

    private static String text(String path) throws IOException {
        return Files.readString(Gateway.fileInRepository(path));
    }
}
