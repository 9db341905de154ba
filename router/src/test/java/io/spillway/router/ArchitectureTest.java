package io.spillway.router;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.spillway.router");

  @Test
  void classes_that_the_other_rules_speak_about_are_found() {
    assertThat(CLASSES).hasSizeGreaterThan(60);
  }

  @Test
  void packages_depend_on_each_other_in_one_direction() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("router")
        .definedBy("io.spillway.router")
        .layer("admin")
        .definedBy("io.spillway.router.admin")
        .layer("stream")
        .definedBy("io.spillway.router.stream")
        .layer("health")
        .definedBy("io.spillway.router.health")
        .layer("link")
        .definedBy("io.spillway.router.link")
        .layer("tls")
        .definedBy("io.spillway.router.tls")
        .layer("relay")
        .definedBy("io.spillway.router.relay")
        .layer("loop")
        .definedBy("io.spillway.router.loop")
        .layer("host")
        .definedBy("io.spillway.router.host")
        .layer("file")
        .definedBy("io.spillway.router.file")
        .layer("config")
        .definedBy("io.spillway.router.config")
        .layer("route")
        .definedBy("io.spillway.router.route")
        .whereLayer("router")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("admin")
        .mayOnlyBeAccessedByLayers("router")
        .whereLayer("health")
        .mayOnlyBeAccessedByLayers("router", "stream")
        .whereLayer("stream")
        .mayOnlyBeAccessedByLayers("router", "admin")
        .whereLayer("link")
        .mayOnlyBeAccessedByLayers("router", "stream")
        .whereLayer("relay")
        .mayOnlyBeAccessedByLayers("router", "stream", "health", "link", "tls")
        .whereLayer("tls")
        .mayOnlyBeAccessedByLayers("router", "link")
        .whereLayer("loop")
        .mayOnlyBeAccessedByLayers("router", "stream", "health", "link", "relay", "tls")
        .whereLayer("host")
        .mayOnlyBeAccessedByLayers("router", "health", "relay", "loop", "config")
        .whereLayer("file")
        .mayOnlyBeAccessedByLayers("router", "admin", "config")
        .whereLayer("config")
        .mayOnlyBeAccessedByLayers("router")
        .whereLayer("route")
        .mayOnlyBeAccessedByLayers("router", "admin", "stream", "link")
        .check(CLASSES);
  }

  @Test
  void routing_is_pure() {
    noClasses()
        .that()
        .resideInAPackage("io.spillway.router.route")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net..", "java.nio..", "java.io..", "java.util.concurrent..", "org.slf4j..")
        .check(CLASSES);
  }

  @Test
  void nobody_sleeps_and_only_one_class_reads_the_clock() {
    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", long.class, int.class)
        .check(CLASSES);
    noClasses()
        .that()
        .haveNameNotMatching(".*(NanoClock|RouterOptions)")
        .should()
        .callMethod(System.class, "nanoTime")
        .check(CLASSES);
  }

  @Test
  void nobody_prints_but_through_the_command_line_or_the_log() {
    noClasses()
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(CLASSES);
  }
}
