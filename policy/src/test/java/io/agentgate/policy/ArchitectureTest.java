package io.agentgate.policy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("io.agentgate.policy");

    @Test
    void onlyTheTextPackageKnowsToml() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.agentgate.policy.text")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.tomlj..", "io.agentgate.policy.text..")
                .check(CLASSES);
    }

    @Test
    void onlyTheRegexPackageKnowsItsEngine() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.agentgate.policy.regex")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.re2j..")
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.agentgate.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void nothingReadsAClockOrAFile() {
        noClasses()
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.nio.file..", "java.net..")
                .check(CLASSES);
    }
}
