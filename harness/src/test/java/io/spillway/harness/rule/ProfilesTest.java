package io.spillway.harness.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

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
            reading: { default: any, meaning: which text counts }
          cases:
            - name: hard
            - name: soft
              level: should
      """;

  private final Rulebook rulebook = Rulebook.load();

  @Test
  void shippedProfiles_nameOnlyWhatTheRulebookHas() {
    List<String> chapters = List.of("B", "C", "M", "F", "L");

    assertThat(Profiles.load().all())
        .extracting(Profile::name)
        .containsExactly("skupper-2.2", "skupper-1", "linkerd-failover");
    assertThat(Profiles.load().all())
        .allSatisfy(profile -> assertThat(profile.unknown(rulebook)).isSubsetOf(chapters));
  }

  @Test
  void skupper1_hasLinkCostAndFailoverAndNoMultiKeyListeners() {
    assertThat(held("skupper-1")).contains("C5/1 v 5", "F2/killed").doesNotContain("M6/three keys");
    assertThat(held("skupper-2.2")).containsAll(held("skupper-1")).contains("M6/three keys");
  }

  @Test
  void parts_ofAProfile_divideItsCasesByLevel() {
    Rulebook two = Rulebook.read("two.yaml", TWO_LEVELS);
    Profiles profiles = profiles("profiles: [{ name: p, title: P, rules: [X] }]");

    assertThat(two.all().stream().filter(profiles.choose("p/core")::holds))
        .extracting(Rulebook.Selection::word)
        .containsExactly("X1/hard");
    assertThat(two.all().stream().filter(profiles.choose("p/extended")::holds))
        .extracting(Rulebook.Selection::word)
        .containsExactly("X1/soft");
  }

  @Test
  void parameters_ofAProfile_areThoseOfItsRun() {
    Profile profile =
        profiles(
                """
                profiles:
                  - name: p
                    title: P
                    rules: [X1]
                    parameters:
                      X1: { reading: perceived }
                """)
            .choose("p")
            .profile();

    Rulebook read = profile.reading(Rulebook.read("two.yaml", TWO_LEVELS));

    assertThat(read.rule("X1").cases())
        .allSatisfy(one -> assertThat(one.text("reading")).isEqualTo("perceived"));
  }

  @Test
  void parameter_thatTheRuleDoesNotHave_isRefused() {
    assertThatThrownBy(() -> rulebook.with((rule, one) -> java.util.Map.of("weigths", "1")))
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
    assertThatThrownBy(() -> profiles("profiles:\n  - name: p\n    title: P\n    rules: []\n"))
        .hasMessageContaining("profile p has no rules");
  }

  private List<String> held(String word) {
    Stream<Rulebook.Selection> all = rulebook.all().stream();
    return all.filter(Profiles.load().choose(word)::holds).map(Rulebook.Selection::word).toList();
  }

  private static Profiles profiles(String yaml) {
    return Profiles.read("p.yaml", yaml);
  }
}
