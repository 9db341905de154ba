package io.spillway.harness;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Data flows one way: network, run, history, check, report; and what judges is pure. */
class ArchitectureTest {

  private static final String HARNESS = "io.spillway.harness.";
  private static JavaClasses harness;

  @BeforeAll
  static void scan() {
    harness =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.spillway.harness");
  }

  @Test
  void scan_found_theClassesThatTheRulesAreAbout() {
    assertThat(harness.size()).isGreaterThan(100);
    for (String name :
        new String[] {"topology", "history", "check", "model", "stats", "rule", "report"}) {
      assertThat(harness.stream().filter(in(name)).count())
          .as("classes in %s", name)
          .isGreaterThan(2);
    }
  }

  @Test
  void pureParts_useNoInputOutputNoThreadNoClockNoLogger() {
    noClasses()
        .that()
        .resideInAnyPackage(
            HARNESS + "history",
            HARNESS + "check",
            HARNESS + "model",
            HARNESS + "stats",
            HARNESS + "rule")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net..",
            "java.nio.channels..",
            "java.util.concurrent..",
            "org.slf4j..",
            "org.testcontainers..",
            "com.github.dockerjava..",
            "java.time..",
            "eu.rekawek..")
        .check(harness);
  }

  @Test
  void whatJudges_touchesNeitherFilesNorTimeNorChance() {
    noClasses()
        .that()
        .resideInAnyPackage(
            HARNESS + "history", HARNESS + "check", HARNESS + "model", HARNESS + "stats")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.io..", "java.nio..")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Thread.class, ThreadLocal.class, Random.class, Runtime.class)
        .orShould()
        .callMethodWhere(
            JavaCall.Predicates.target(
                HasOwner.Predicates.With.owner(
                    DescribedPredicate.describe(
                        "System", owner -> owner.isEquivalentTo(System.class)))))
        .orShould()
        .callMethod(Math.class, "random")
        .orShould()
        .callConstructor(SplittableRandom.class) // the one without a seed
        .check(harness);
  }

  @Test
  void topology_readsTextAndFilesButOpensNoConnection() {
    noClasses()
        .that()
        .resideInAPackage(HARNESS + "topology")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net..", "java.nio.channels..", "java.util.concurrent..", "org.testcontainers..")
        .check(harness);
  }

  @Test
  void checks_knowOnlyHistoriesRulesAndStatistics() {
    onlyUses("check", "check", "history", "model", "rule", "stats");
    onlyUses("model", "model", "stats");
    onlyUses("stats", "stats");
    onlyUses("history", "history");
    onlyUses("rule", "rule", "");
    onlyUses("topology", "topology", "");
  }

  @Test
  void report_judgesNothing() {
    onlyUses("report", "report", "check", "model", "rule", "history", "stats", "");
    noClasses()
        .that()
        .resideInAPackage(HARNESS + "report")
        .should()
        .dependOnClassesThat()
        .areAssignableTo(HARNESS + "check.Check")
        .check(harness);
  }

  @Test
  void nothing_pointsBackToTheRunOrTheTests() {
    noClasses()
        .that()
        .resideOutsideOfPackages(HARNESS + "run", HARNESS + "junit")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(HARNESS + "run", HARNESS + "junit")
        .check(harness);
    noClasses()
        .that()
        .resideOutsideOfPackage(HARNESS + "junit")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(HARNESS + "junit")
        .check(harness);
  }

  @Test
  void onlyTheEmbeddedRuntime_importsTheRouter() {
    classes()
        .that()
        .resideInAPackage("io.spillway.harness..")
        .and()
        .resideOutsideOfPackage(HARNESS + "runtime.embedded")
        .should()
        .onlyDependOnClassesThat()
        .resideOutsideOfPackage("io.spillway.router..")
        .check(harness);
  }

  @Test
  void onlyTheDockerRuntimeAndTheToxiproxyMapping_importTestcontainers() {
    noClasses()
        .that()
        .resideOutsideOfPackages(HARNESS + "runtime.docker", HARNESS + "fault.toxiproxy")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.testcontainers..", "com.github.dockerjava..")
        .check(harness);
  }

  @Test
  void onlyTheDriverOfSkupperRouter_importsAmqp() {
    noClasses()
        .that()
        .resideOutsideOfPackage(HARNESS + "driver.skupperrouter")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.qpid..")
        .check(harness);
  }

  @Test
  void packages_formNoCycle() {
    slices().matching("io.spillway.harness.(*)..").should().beFreeOfCycles().check(harness);
  }

  @Test
  void nobody_sleepsAndOnlyConsolesPrint() {
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(harness);
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("Main")
        .and()
        .haveSimpleNameNotEndingWith("Terminal")
        .should()
        .accessField(System.class, "out")
        .check(harness);
  }

  private static DescribedPredicate<JavaClass> in(String part) {
    return JavaClass.Predicates.resideInAPackage(HARNESS + part);
  }

  /** An empty name among those allowed stands for the root package itself. */
  private static void onlyUses(String part, String... allowed) {
    String[] names = new String[allowed.length];
    for (int i = 0; i < allowed.length; i++) {
      names[i] = allowed[i].isEmpty() ? "io.spillway.harness" : HARNESS + allowed[i];
    }
    noClasses()
        .that()
        .resideInAPackage(HARNESS + part)
        .should()
        .dependOnClassesThat(
            JavaClass.Predicates.resideInAPackage("io.spillway..")
                .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(names))))
        .check(harness);
  }
}
