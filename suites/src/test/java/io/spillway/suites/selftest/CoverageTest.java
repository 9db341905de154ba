package io.spillway.suites.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.junit.RuleTest;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.Rulebook;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every rule is played by a suite, and every case that can fail a router is failed by a mutant. */
class CoverageTest {

  private static final String SUITES = "io.spillway.suites.conformance.";
  private static final List<Rule> RULES = Rulebook.load().rules();

  @Test
  void everyRule_isPlayedByExactlyOneSuite() throws IOException {
    assertThat(played()).containsExactlyInAnyOrderElementsOf(RULES.stream().map(Rule::id).toList());
  }

  @Test
  void everyCase_thatCanFail_hasAMutant() {
    Set<String> broken =
        Mutant.all().stream()
            .map(mutant -> mutant.rule() + "/" + mutant.caseName())
            .collect(Collectors.toSet());

    assertThat(Rulebook.load().all())
        .filteredOn(one -> one.ruleCase().level() != Rule.Level.ADVISORY)
        .extracting(Rulebook.Selection::word)
        .isSubsetOf(broken);
  }

  @Test
  void everyMutant_breaksRulesAndCasesThatThereAre() {
    Rulebook rulebook = Rulebook.load();

    assertThat(Mutant.all())
        .allSatisfy(
            mutant -> {
              assertThat(rulebook.rule(mutant.rule()).caseNamed(mutant.caseName())).isNotNull();
              assertThat(mutant.others().keySet()).allSatisfy(id -> rulebook.rule(id));
            });
  }

  @Test
  void everyMutant_hasANameOfItsOwn() {
    assertThat(Mutant.all()).extracting(Mutant::toString).doesNotHaveDuplicates();
  }

  /** The rules that the suites ask for, one for each method. */
  private static List<String> played() throws IOException {
    Path folder =
        Path.of("target", "test-classes").resolve(SUITES.replace('.', '/')).toAbsolutePath();
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("IT.class"))
          .map(name -> SUITES + name.substring(0, name.length() - ".class".length()))
          .flatMap(name -> Stream.of(named(name).getDeclaredMethods()))
          .map(CoverageTest::rule)
          .flatMap(Optional::stream)
          .toList();
    }
  }

  private static Class<?> named(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(name + " was there a moment ago", e);
    }
  }

  private static Optional<String> rule(Method method) {
    return Optional.ofNullable(method.getAnnotation(RuleTest.class)).map(RuleTest::value);
  }
}
