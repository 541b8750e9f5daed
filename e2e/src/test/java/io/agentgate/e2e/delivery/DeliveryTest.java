package io.agentgate.e2e.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentgate.e2e.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
