package io.spillway.harness.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProfilesTest {

  private static final String TWO_LEVELS =
      """
      rules:
        - id: X1
          title: kept
          level: must
          statement: It is kept.
          citations: ["skupper-2.2#Alternative: Link cost"]
          check: phase-claims
          parameters:
            reading: { default: any, values: [any, perceived-cost], meaning: which text counts }
            held: { default: 3, unit: connections, meaning: how many }
          cases:
            - name: hard
            - name: soft
              level: should
      """;

  private static final Rulebook TWO = Rulebook.read("two.yaml", TWO_LEVELS);

  private static final String PROFILE =
      """
      profiles:
        - name: p
          title: P
          sources: [skupper-2.2]
          rules: [X]
      """;

  private final Rulebook rulebook = Rulebook.load();

  @Test
  void shippedProfiles_areThoseThatUsersKnow() {
    assertThat(Profiles.load().all())
        .extracting(Profile::name)
        .containsExactly("skupper-2.2", "skupper-1", "linkerd-failover");
  }

  /** A rule that no source states is advisory, and what a source states is not made less of. */
  @ParameterizedTest
  @MethodSource("shipped")
  void rule_ofAProfile_isAdvisoryExactlyWhereNoneOfItsSourcesStatesWhatItDemands(Profile profile) {
    List<Rulebook.Selection> held =
        profile.reading(rulebook).all().stream().filter(profile::holds).toList();

    assertThat(held)
        .filteredOn(one -> one.ruleCase().level() != Rule.Level.ADVISORY)
        .allSatisfy(one -> assertThat(one.rule().isStatedIn(profile.sources())).isTrue())
        .isNotEmpty();
    assertThat(held)
        .filteredOn(one -> one.rule().isStatedIn(profile.sources()))
        .allSatisfy(
            one ->
                assertThat(one.ruleCase().level())
                    .isEqualTo(
                        rulebook.rule(one.rule().id()).caseNamed(one.ruleCase().name()).level()));
  }

  @Test
  void levels_thatShippedProfilesChange_areThoseOfRulesThatOnlyOtherTextsState() {
    assertThat(Profiles.load().choose("skupper-2.2").profile().levels())
        .containsOnly(
            Map.entry("B4", Rule.Level.ADVISORY),
            Map.entry("F8", Rule.Level.ADVISORY),
            Map.entry("M11", Rule.Level.ADVISORY));
    assertThat(Profiles.load().choose("skupper-1").profile().levels())
        .containsExactly(Map.entry("F8", Rule.Level.ADVISORY));
    assertThat(held("skupper-2.2/core")).doesNotContain("B4/ten times faster");
    assertThat(held("skupper-2.2/extended")).contains("B4/ten times faster");
  }

  @Test
  void skupper1_readsEveryRuleAboutSpillsAsPerceivedCosts() {
    Rulebook older = Profiles.load().choose("skupper-1").profile().reading(rulebook);
    Rulebook newest = Profiles.load().choose("skupper-2.2").profile().reading(rulebook);

    assertThat(older.rules())
        .filteredOn(rule -> rule.check().equals("spill-threshold"))
        .extracting(Rule::id)
        .containsExactly("C1", "C2", "C3", "C5", "C10");
    assertThat(older.all())
        .filteredOn(one -> one.rule().check().equals("spill-threshold"))
        .allSatisfy(one -> assertThat(one.ruleCase().text("reading")).isEqualTo("perceived-cost"));
    assertThat(newest.rule("C5").cases())
        .allSatisfy(one -> assertThat(one.text("reading")).isEqualTo("any"));
  }

  @Test
  void skupper1_hasLinkCostAndFailoverAndNoMultiKeyListeners() {
    assertThat(held("skupper-1")).contains("C5/1 v 5", "F2/killed").doesNotContain("M6/three keys");
    assertThat(held("skupper-2.2")).containsAll(held("skupper-1")).contains("M6/three keys");
  }

  @Test
  void parts_ofAProfile_divideItsCasesByLevel() {
    Profiles profiles = profiles(PROFILE);

    assertThat(TWO.all().stream().filter(profiles.choose("p/core")::holds))
        .extracting(Rulebook.Selection::word)
        .containsExactly("X1/hard");
    assertThat(TWO.all().stream().filter(profiles.choose("p/extended")::holds))
        .extracting(Rulebook.Selection::word)
        .containsExactly("X1/soft");
  }

  @Test
  void parameters_ofAProfile_areThoseOfItsRun() {
    Rulebook read = reading(PROFILE + "    parameters: { X1: { reading: perceived-cost } }\n");

    assertThat(read.rule("X1").cases())
        .allSatisfy(one -> assertThat(one.text("reading")).isEqualTo("perceived-cost"))
        .allSatisfy(one -> assertThat(one.text("held")).isEqualTo("3"));
  }

  @Test
  void levels_ofAProfile_areThoseOfTheRuleAndOfAllItsCases() {
    Rulebook read = reading(PROFILE + "    levels: { X1: advisory }\n");

    assertThat(read.rule("X1").level()).isEqualTo(Rule.Level.ADVISORY);
    assertThat(read.rule("X1").cases())
        .extracting(RuleCase::level)
        .containsOnly(Rule.Level.ADVISORY);
  }

  @Test
  void whatAProfileSets_andTheRulebookDoesNotHave_isRefusedWithItsLineAndTheRemedy() {
    refused(
        "parameters: { X2: { held: 1 } }",
        "profile p parameters: there is no X2; did you mean X1?");
    refused(
        "parameters: { X1: { hold: 1 } }",
        "profile p parameters of rule X1: there is no hold; did you mean held?");
    refused(
        "parameters: { X1: { reading: percieved-cost } }",
        "profile p parameters of rule X1 reading cannot be percieved-cost; did you mean"
            + " perceived-cost?");
    refused(
        "parameters: { X1: { held: -1 } }",
        "profile p parameters of rule X1 held must be a number of at least 0 (connections), is -1");
    refused("levels: { Y1: advisory }", "profile p levels: there is no Y1; did you mean X1?");
    refused(
        "levels: { X1: may }", "profile p rule X1 level must be must, should or advisory, is may");
  }

  @Test
  void parameter_thatTheRuleDoesNotHave_isRefused() {
    assertThatThrownBy(() -> rulebook.with((rule, one) -> Map.of("weigths", "1")))
        .hasMessageStartingWith("rule B1 has no parameter weigths");
  }

  @Test
  void profileThatThereIsNot_namesTheOneThatWasMeant() {
    assertThatThrownBy(() -> Profiles.load().choose("skupper-2"))
        .hasMessageStartingWith("no profile skupper-2; did you mean skupper-");
    assertThatThrownBy(() -> Profiles.load().choose("skupper-1/kern"))
        .hasMessage(
            "profile skupper-1 has no part kern, only skupper-1/core and skupper-1/extended");
  }

  @Test
  void listThatIsWrong_isRefusedWithItsLine() {
    assertThatThrownBy(() -> profiles("profiles:\n  - name: p/q\n    title: P\n    rules: [X]\n"))
        .hasMessageContaining("p.yaml")
        .hasMessageContaining("must not hold a slash");
    assertThatThrownBy(() -> profiles(PROFILE.replace("[X]", "[]")))
        .hasMessageContaining("p.yaml line 5: profile p has no rules");
    assertThatThrownBy(() -> profiles(PROFILE.replace("[X]", "[X1/hart]")))
        .hasMessageContaining("profile p rules: there is no X1/hart; did you mean X1/hard?");
    assertThatThrownBy(() -> profiles(PROFILE.replace("[skupper-2.2]", "[skuper-2.2]")))
        .hasMessageContaining(
            "profile p sources: there is no skuper-2.2; did you mean skupper-2.2");
    assertThatThrownBy(() -> profiles(PROFILE.replace("    sources: [skupper-2.2]\n", "")))
        .hasMessageContaining("profile p has no sources");
    assertThatThrownBy(() -> profiles(PROFILE + PROFILE.substring(PROFILE.indexOf('\n') + 1)))
        .hasMessageContaining("profile p stands twice");
  }

  static List<Profile> shipped() {
    return Profiles.load().all();
  }

  /** The cases that a profile, or its part, asks for. */
  private List<String> held(String word) {
    Profiles.Choice choice = Profiles.load().choose(word);
    Stream<Rulebook.Selection> all = choice.profile().reading(rulebook).all().stream();
    return all.filter(choice::holds).map(Rulebook.Selection::word).toList();
  }

  private static void refused(String line, String problem) {
    assertThatThrownBy(() -> profiles(PROFILE + "    " + line + "\n"))
        .isInstanceOf(RulebookException.class)
        .hasMessage("p.yaml line 6: " + problem);
  }

  private static Rulebook reading(String yaml) {
    return profiles(yaml).choose("p").profile().reading(TWO);
  }

  private static Profiles profiles(String yaml) {
    return Profiles.read("p.yaml", yaml, TWO);
  }
}
