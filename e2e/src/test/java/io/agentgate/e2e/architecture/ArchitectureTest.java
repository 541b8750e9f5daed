package io.agentgate.e2e.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.agentgate.gateway.Gatekeeper;
import io.agentgate.gateway.Loss;
import io.agentgate.gateway.Overdue;
import io.agentgate.gateway.Ruling;
import io.agentgate.gateway.call.Guard;
import io.agentgate.gateway.call.Session;
import io.agentgate.gateway.call.SessionIdentity;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule here is one that docs/design-decisions.md or CONTRIBUTING.md states in words. */
class ArchitectureTest {
    private static final JavaClasses ALL =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.agentgate");

    private static final Set<String> CLOCKS =
            Set.of(
                    "java.lang.System.nanoTime",
                    "java.lang.System.currentTimeMillis",
                    "java.time.Clock.systemUTC",
                    "java.time.Clock.systemDefaultZone",
                    "java.time.Clock.system",
                    "java.time.InstantSource.system",
                    "java.time.Instant.now",
                    "java.time.LocalDateTime.now",
                    "java.time.OffsetDateTime.now",
                    "java.time.ZonedDateTime.now");

    /** Which packages may name a library's classes. */
    private static final Map<String, String[]> HOME_OF_LIBRARY =
            Map.ofEntries(
                    home("com.google.re2j..", "io.agentgate.policy.regex"),
                    home(
                            "org.tomlj..",
                            "io.agentgate.policy.text",
                            "io.agentgate.cli.config",
                            "io.agentgate.cli.splice",
                            "io.agentgate.embedded.files"),
                    home(
                            "org.yaml..",
                            "io.agentgate.policy.text",
                            "io.agentgate.cli.config",
                            "io.agentgate.cli.imports",
                            "io.agentgate.testkit.scenario"),
                    home("io.github.bucket4j..", "io.agentgate.embedded.bucket4j"),
                    home("org.sqlite..", "io.agentgate.embedded.sqlite"),
                    home(
                            "java.sql..",
                            "io.agentgate.embedded.sqlite",
                            "io.agentgate.auditstore..",
                            "io.agentgate.backends"),
                    home(
                            "picocli..",
                            "io.agentgate.cli",
                            "io.agentgate.cli.audit",
                            "io.agentgate.cli.connect",
                            "io.agentgate.cli.dashboard",
                            "io.agentgate.cli.demo",
                            "io.agentgate.cli.doctor",
                            "io.agentgate.cli.imports",
                            "io.agentgate.cli.init",
                            "io.agentgate.cli.keys",
                            "io.agentgate.cli.killswitch",
                            "io.agentgate.cli.logs",
                            "io.agentgate.cli.policy",
                            "io.agentgate.cli.serve",
                            "io.agentgate.cli.shell",
                            "io.agentgate.cli.status",
                            "io.agentgate.cli.validate"),
                    home("io.prometheus..", "io.agentgate.embedded.prometheus"),
                    home(
                            "io.micrometer..",
                            "io.agentgate.cluster.micrometer",
                            "io.agentgate.policystore..",
                            "io.agentgate.auditstore..",
                            "io.agentgate.proxy"),
                    home(
                            "org.apache.kafka..",
                            "io.agentgate.cluster.kafka",
                            "io.agentgate.auditstore.siem",
                            "io.agentgate.auditstore.stream",
                            "io.agentgate.backends"),
                    home("io.vertx.redis..", "io.agentgate.cluster.redis"),
                    home("com.github.benmanes..", "io.agentgate.proxy.identity"),
                    home(
                            "com.sun.net.httpserver..",
                            "io.agentgate.cli.metrics",
                            "io.agentgate.examples..",
                            "io.agentgate.testkit.identity"),
                    home("sun.misc..", "io.agentgate.stdio"));

    private static Map.Entry<String, String[]> home(String library, String... packages) {
        return Map.entry(library, packages);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.agentgate.protocol",
                "io.agentgate.policy",
                "io.agentgate.gateway",
                "io.agentgate.schema",
                "io.agentgate.stdio",
                "io.agentgate.backends",
                "io.agentgate.embedded.sqlite",
                "io.agentgate.rehearsal",
                "io.agentgate.pages",
                "io.agentgate.dashboard",
                "io.agentgate.cluster",
                "io.agentgate.policystore",
                "io.agentgate.auditstore",
                "io.agentgate.proxy",
                "io.agentgate.dashboardservice",
                "io.agentgate.cli.wrap",
                "io.agentgate.serve",
                "io.agentgate.examples"
            })
    void allModulesAreUnderTheseRules(String name) {
        assertThat(ALL.containPackage(name)).isTrue();
    }

    @Test
    void protocolKnowsNothingButTheJdk() {
        onlyKnows("io.agentgate.protocol..");
    }

    @Test
    void policyKnowsPatternsAndThreeSyntaxesOnly() {
        onlyKnows(
                "io.agentgate.policy..",
                "com.google.re2j..",
                "org.tomlj..",
                "org.yaml.snakeyaml..",
                "com.fasterxml.jackson.core..");
    }

    @Test
    void gatewayKnowsProtocolAndPolicyOnly() {
        onlyKnows(
                "io.agentgate.gateway..",
                "javax.crypto..",
                "io.agentgate.protocol",
                "io.agentgate.policy");
    }

    @Test
    void schemasKnowPatternsOfThePolicyAndWhatArgumentsAreHeldAgainstOnly() {
        onlyKnows(
                "io.agentgate.schema..",
                "io.agentgate.gateway.arguments",
                "io.agentgate.policy.regex",
                "io.agentgate.protocol");
        noClasses()
                .that()
                .resideInAPackage("io.agentgate.schema..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.regex..")
                .check(ALL);
    }

    @Test
    void rehearsalKnowsTheGuardsAndWhatTheyAreChargedInAndNoStoreOrCommand() {
        onlyKnows(
                "io.agentgate.rehearsal",
                "io.agentgate.embedded.bucket4j",
                "io.agentgate.embedded.files",
                "io.agentgate.embedded.memory",
                "io.agentgate.gateway.access",
                "io.agentgate.gateway.audit",
                "io.agentgate.gateway.call",
                "io.agentgate.gateway.quota",
                "io.agentgate.gateway.redact",
                "io.agentgate.policy",
                "io.agentgate.policy.text",
                "io.agentgate.protocol");
    }

    @Test
    void dashboardKnowsPortsAndNoAdapter() {
        onlyKnows(
                "io.agentgate.dashboard..",
                "io.agentgate.gateway",
                "io.agentgate.gateway.audit",
                "io.agentgate.gateway.catalogue",
                "io.agentgate.gateway.killswitch",
                "io.agentgate.gateway.statistics",
                "io.agentgate.gateway.ticket",
                "io.agentgate.gateway.caller",
                "io.agentgate.pages",
                "io.agentgate.policy",
                "io.agentgate.policy.text",
                "io.agentgate.protocol",
                "io.vertx..");
    }

    @Test
    void dashboardOfAClusterAsksServicesAndDecidesNothing() {
        noClasses()
                .that()
                .resideInAPackage("io.agentgate.dashboardservice..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.agentgate.embedded..",
                        "io.agentgate.transports..",
                        "io.agentgate.gateway.access..",
                        "io.agentgate.gateway.call..",
                        "io.agentgate.gateway.journal..",
                        "io.agentgate.policystore..",
                        "io.agentgate.auditstore..",
                        "java.sql..",
                        "org.apache.kafka..")
                .check(ALL);
    }

    @Test
    void stdioSeesOfEnforcementTheDoorOnly() {
        DescribedPredicate<JavaClass> door =
                describe(
                        "are Gatekeeper, Ruling, Overdue, Loss or Session",
                        type ->
                                type.isEquivalentTo(Gatekeeper.class)
                                        || type.isEquivalentTo(Session.class)
                                        || type.isEquivalentTo(SessionIdentity.class)
                                        || type.isEquivalentTo(Loss.class)
                                        || type.isEquivalentTo(Overdue.class)
                                        || type.isAssignableTo(Ruling.class));
        classes()
                .that()
                .resideInAPackage("io.agentgate.stdio..")
                .should()
                .onlyDependOnClassesThat(
                        door.or(
                                        resideInAnyPackage(
                                                "java..",
                                                "sun.misc",
                                                "org.jspecify..",
                                                "io.agentgate.protocol..",
                                                "io.agentgate.gateway.link",
                                                "io.agentgate.stdio.."))
                                // The session's table of waiting requests, asked whether it is
                                // empty.
                                .or(
                                        describe(
                                                "are PendingRequests",
                                                type ->
                                                        type.getSimpleName()
                                                                .equals("PendingRequests"))))
                .check(ALL);
    }

    @Test
    void transportsSeeOfEnforcementTheDoorOnly() {
        noClasses()
                .that()
                .resideInAPackage("io.agentgate.transports..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                        "io.agentgate.policy..",
                                        "io.agentgate.gateway.access..",
                                        "io.agentgate.gateway.arguments..",
                                        "io.agentgate.gateway.audit..",
                                        "io.agentgate.gateway.circuit..",
                                        "io.agentgate.gateway.journal..",
                                        "io.agentgate.gateway.killswitch..",
                                        "io.agentgate.gateway.quota..",
                                        "io.agentgate.gateway.redact..")
                                .or(describe("judge", ArchitectureTest::judges)))
                .check(ALL);
    }

    private static boolean judges(JavaClass type) {
        return type.getPackageName().equals("io.agentgate.gateway.call")
                && !Set.of(
                                "Session",
                                "SessionIdentity",
                                "Introduced",
                                "PendingRequests",
                                "Timeouts")
                        .contains(type.getSimpleName());
    }

    @Test
    void embeddedAndClusterKnowNeitherTransportsNorEachOtherNorACommand() {
        noClasses()
                .that()
                .resideInAnyPackage("io.agentgate.embedded..", "io.agentgate.cluster..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.agentgate.stdio..",
                        "io.agentgate.transports..",
                        "io.agentgate.cli..",
                        "io.agentgate.policystore..")
                .check(ALL);
        slices().matching("io.agentgate.(embedded|cluster)..")
                .should()
                .notDependOnEachOther()
                .check(ALL);
    }

    @Test
    void policyServiceKnowsOfTheGatewayKeysOnly() {
        noClasses()
                .that()
                .resideInAPackage("io.agentgate.policystore..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.agentgate..")
                                .and(
                                        DescribedPredicate.not(
                                                resideInAnyPackage(
                                                        "io.agentgate.policystore..",
                                                        "io.agentgate.policy..",
                                                        "io.agentgate.gateway.caller"))))
                .check(ALL);
    }

    @Test
    void adaptersKnowNothingOfEachOther() {
        slices().matching("io.agentgate.embedded.(*)..").should().notDependOnEachOther().check(ALL);
        slices().matching("io.agentgate.cluster.(*)..").should().notDependOnEachOther().check(ALL);
    }

    @Test
    void demoServerIsNoPartOfTheGateway() {
        noClasses()
                .that()
                .resideInAPackage("io.agentgate.examples..")
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.agentgate..")
                                .and(
                                        DescribedPredicate.not(
                                                resideInAPackage("io.agentgate.examples.."))))
                .check(ALL);
    }

    @Test
    void libraryIsNamedInItsHomeOnly() {
        HOME_OF_LIBRARY.forEach(
                (library, home) ->
                        noClasses()
                                .that()
                                .resideOutsideOfPackages(home)
                                .should()
                                .dependOnClassesThat()
                                .resideInAPackage(library)
                                .check(ALL));
    }

    @Test
    void wrapReachesNoCommandLineLibrary() {
        noClasses()
                .that()
                .resideInAPackage("io.agentgate.cli.wrap")
                .should()
                .transitivelyDependOnClassesThat()
                // What reads YAML and JSON is loaded where the configuration is in them, and not
                // before.
                .resideInAnyPackage(
                        "picocli..",
                        "com.fasterxml.jackson.databind..",
                        "io.quarkus..",
                        "io.vertx..")
                .check(ALL);
    }

    @Test
    void frameworkIsNamedByServicesOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.agentgate.examples..",
                        "io.agentgate.serve..",
                        "io.agentgate.policystore..",
                        "io.agentgate.auditstore..",
                        "io.agentgate.proxy..",
                        "io.agentgate.dashboardservice..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.quarkus..", "jakarta..", "org.slf4j..")
                .check(ALL);
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.agentgate.examples..",
                        "io.agentgate.serve..",
                        "io.agentgate.cli.config..",
                        "io.agentgate.policy.text",
                        "io.agentgate.cluster..",
                        "io.agentgate.policystore..",
                        "io.agentgate.auditstore..",
                        "io.agentgate.proxy..",
                        "io.agentgate.dashboardservice..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml..")
                .check(ALL);
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.agentgate.transports..",
                        "io.agentgate.dashboard..",
                        "io.agentgate.cluster.redis..",
                        "io.agentgate.serve..",
                        "io.agentgate.policystore..",
                        "io.agentgate.auditstore..",
                        "io.agentgate.proxy..",
                        "io.agentgate.dashboardservice..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..")
                .check(ALL);
    }

    @Test
    void enforcementReadsNoClockOfItsOwn() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.agentgate.protocol..",
                        "io.agentgate.policy..",
                        "io.agentgate.gateway..")
                .should()
                .accessTargetWhere(describe("read a clock", ArchitectureTest::readsClock))
                .check(ALL);
    }

    private static boolean readsClock(JavaAccess<?> access) {
        return CLOCKS.contains(access.getTargetOwner().getFullName() + "." + access.getName());
    }

    @Test
    void guardsDoNoInputOrOutput() {
        noClasses()
                .that()
                .areAssignableTo(Guard.class)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..", "java.nio..", "java.net..", "java.sql..", "java.time")
                .check(ALL);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.agentgate.(**)").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void onlyTheCommandTouchesStandardOutput() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.agentgate.cli..",
                        "io.agentgate.serve..",
                        "io.agentgate.stdio..",
                        "io.agentgate.examples..",
                        "io.agentgate.testkit..",
                        "io.agentgate.backends..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(ALL);
    }

    @Test
    void nothingLogsPastStandardError() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.util.logging..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(System.Logger.class)
                .orShould()
                .accessTargetWhere(
                        describe(
                                "print a stack trace",
                                access -> access.getName().equals("printStackTrace")))
                .check(ALL);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked =
                ALL.getPackage("io.agentgate").getSubpackagesInTree().stream()
                        .filter(found -> !found.getClasses().isEmpty())
                        .filter(found -> !found.isAnnotatedWith(NullMarked.class))
                        .map(JavaPackage::getName)
                        .collect(Collectors.toSet());

        assertThat(unmarked).isEmpty();
    }

    @Test
    void namesSayWhatATypeIs() {
        noClasses()
                .should()
                .haveNameMatching(".*[a-z0-9](Impl|Manager|Helper|Utils?|Base)(\\$.*)?")
                .orShould()
                .haveNameMatching(".*\\.(Abstract|Base)[A-Z][^.]*")
                .check(ALL);
        noClasses()
                .should()
                .resideInAnyPackage(
                        "..model..", "..service..", "..util..", "..impl..", "..common..")
                .check(ALL);
    }

    private static void onlyKnows(String module, String... others) {
        classes()
                .that()
                .resideInAPackage(module)
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(module, "java..", "org.jspecify..")
                                .or(resideInAnyPackage(others)))
                .check(ALL);
    }
}
