package io.spillway.harness.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.history.Outcome;
import io.spillway.harness.rule.RuleCase;
import io.spillway.harness.stats.Binomials;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PhaseClaimsTest {

  private static final String[] ONLY_RED = {"role=claim", "claim=only", "by=key", "to=red"};
  private static final String[] CONTROLLED = {"claim=only", "by=key", "to=red", "control=other"};
  private static final String[] BOTH = {"claim=both", "by=key", "to=red blue"};

  /** What 100 clean attempts leave possible with a confidence of 0.999. */
  private static final double BOUND_OF_100 = Binomials.boundOfNone(100, 0.999);

  private static final String[] TOLD = {"role=claim", "claim=told"};

  @Test
  void all_at_the_claimed_key_pass() {
    Result result = judge(story().phase("steady", ONLY_RED).served(100, "red"));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.figure())
        .isEqualTo("0 of 100 not at red · a leak of 6.7 % or more would have been seen");
    assertThat(result.statistics())
        .hasValue(
            new Statistics(100, 0, "a leak of 6.7 % or more", 0.999)
                .with(new TrueShare("connections not at red", 0, BOUND_OF_100, 0.999)));
  }

  @Test
  void one_elsewhere_fails() {
    Result result = judge(story().phase("steady", ONLY_RED).served(99, "red").served(1, "blue"));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .contains("1 of 100 connections in the phase steady served by blue and not by red.");
    assertThat(result.evidence().get(0).attempts()).containsExactly(101);
  }

  @Test
  void site_is_told_apart_as_well_as_a_key() {
    Result result =
        judge(
            story()
                .phase("steady", "role=claim", "claim=only", "by=site", "to=east")
                .served(100, "blue"));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason()).contains("served by west and not by east");
  }

  @Test
  void one_group_only_while_another_serves_in_the_control_passes() {
    Story told = story().phase("steady", CONTROLLED).served(100, "red");

    Result result = judge(told.phase("other", "role=other").served(1, "blue"));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void one_group_only_that_serves_alone_in_the_control_too_is_inconclusive() {
    Story told = story().phase("steady", CONTROLLED).served(100, "red");

    Result result = judge(told.phase("other", "role=other").served(9, "red"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .startsWith(
            "In the phase other somebody else than red had to serve, and nobody did; so that nobody"
                + " else did in the phase steady shows nothing.");
  }

  @Test
  void failed_attempt_breaks_the_claim() {
    Result result =
        judge(story().phase("steady", ONLY_RED).served(100, "red").ended(1, Outcome.REFUSED));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason())
        .contains("1 of 101 attempts in the phase steady not served: 1 refused.");
    assertThat(result.figure()).startsWith("steady: 1 not served, 0 of 100 not at red");
  }

  @Test
  void findings_that_differ_in_their_numbers_alone_are_told_once() {
    Story story = story();
    for (int phase = 1; phase <= 5; phase++) {
      story = story.phase("steady " + phase, ONLY_RED).served(90, "red").served(phase, "blue");
    }

    Result result = judge(story);

    assertThat(result.reason())
        .contains(
            "1 of 91 connections in the phase steady 1 served by blue and not by red."
                + " So 4 times more, with other numbers.")
        .doesNotContain("steady 2 served by blue");
    assertThat(result.evidence())
        .extracting(Evidence::observed)
        .contains("5 of 95 connections in the phase steady 5 served by blue and not by red.");
  }

  @Test
  void failed_attempt_beside_the_harness_s_own_trouble_is_inconclusive() {
    Result result =
        judge(
            story()
                .phase("steady", ONLY_RED)
                .served(100, "red")
                .trouble("ports")
                .ended(1, Outcome.REFUSED));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void too_few_attempts_are_inconclusive() {
    Result result = judge(story().phase("steady", ONLY_RED).served(99, "red"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).contains("Only 99 connections served", "100 are needed");
  }

  @Test
  void indeterminate_attempt_is_inconclusive() {
    Result result =
        judge(story().phase("steady", ONLY_RED).served(100, "red").ended(1, Outcome.INDETERMINATE));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void clients_that_are_refused_reset_or_closed_have_been_told() {
    Result result =
        judge(
            story()
                .phase("none", TOLD)
                .ended(40, Outcome.REFUSED)
                .ended(40, Outcome.RESET)
                .ended(20, Outcome.CLOSED_EMPTY));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
    assertThat(result.figure()).startsWith("40 refused, 40 reset, 20 closed empty");
  }

  @Test
  void client_that_is_served_where_nobody_can_serve_fails_the_claim() {
    Result result = judge(story().phase("none", TOLD).ended(99, Outcome.REFUSED).served(1, "red"));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason()).contains("1 connection in the phase none served");
  }

  @Test
  void client_that_hangs_fails_the_claim() {
    Result result =
        judge(story().phase("none", TOLD).ended(99, Outcome.REFUSED).ended(1, Outcome.TIMED_OUT));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.reason()).contains("1 of 100 clients in the phase none not told within 2 s");
  }

  @Test
  void phase_of_another_rule_is_not_judged() {
    Result result =
        judge(
            story()
                .phase("steady", ONLY_RED)
                .served(100, "red")
                .phase("other", "role=claim", "claim=only", "by=key", "to=red", "for=X1 X2")
                .served(100, "blue"));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void several_phases_are_all_judged() {
    Result result =
        judge(
            story()
                .phase("first", ONLY_RED)
                .served(100, "red")
                .phase("second", ONLY_RED)
                .served(100, "blue")
                .phase("none", TOLD)
                .ended(100, Outcome.RESET));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.figure()).startsWith("second: 100 of 100 not at red");
  }

  @Test
  void verdict_on_several_phases_is_worth_what_the_weakest_is_at_the_alpha_of_all() {
    Story story =
        story()
            .phase("first", ONLY_RED)
            .served(120, "red")
            .phase("both", BOTH)
            .served(100, "red")
            .served(100, "blue")
            .phase("second", ONLY_RED)
            .served(100, "red")
            .phase("again both", BOTH)
            .served(200, "red")
            .served(200, "blue");

    Result result = Claimed.with("phases=4", "attempts=100", "share-min=0.25").judge(story);

    assertThat(result.verdict()).as(result.reason()).isEqualTo(Verdict.PASS);
    assertThat(result.statistics())
        .hasValue(
            new Statistics(
                100,
                2 * (1e-7 / 4),
                "a leak of 6.7 % or more, in the weakest of 4 phases",
                0.999,
                Optional.of(new TrueShare("connections not at red", 0, BOUND_OF_100, 0.999))));
  }

  @Test
  void verdict_that_a_phase_spoils_is_worth_what_that_phase_is() {
    Result result =
        judge(
            story()
                .phase("first", ONLY_RED)
                .served(100, "red")
                .phase("second", ONLY_RED)
                .served(150, "red")
                .served(50, "blue")
                .phase("third", ONLY_RED)
                .served(100, "blue"));

    Statistics worth = result.statistics().orElseThrow();
    assertThat(worth.n()).isEqualTo(200);
    assertThat(worth.effect()).isEqualTo("a leak of 3.4 % or more, in the phase second");
    assertThat(worth.interval()).hasValue(TrueShare.atMost("connections not at red", 50, 200));
  }

  @Test
  void phase_that_fails_the_verdict_stands_for_it_rather_than_one_that_left_it_open() {
    Result result =
        judge(
            story()
                .phase("first", ONLY_RED)
                .served(50, "red")
                .phase("second", ONLY_RED)
                .served(150, "red")
                .served(50, "blue"));

    assertThat(result.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(result.figure()).startsWith("second: 50 of 200 not at red");
    assertThat(result.statistics()).hasValueSatisfying(s -> assertThat(s.n()).isEqualTo(200));
  }

  @Test
  void phase_after_a_fault_that_nobody_saw_is_inconclusive() {
    Result result =
        judge(
            story()
                .phase("change", "role=transition")
                .fault("withdrawn", "west/blue")
                .unobserved()
                .phase("steady", ONLY_RED)
                .served(100, "red"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .isEqualTo(
            "No independent probe saw that west/blue was withdrawn in the phase change; a fault that is"
                + " not proven did not happen.");
  }

  @Test
  void phase_after_a_fault_whose_end_nobody_saw_is_inconclusive() {
    Result result =
        judge(
            story()
                .phase("change", "role=transition")
                .fault("withdrawn", "west/blue")
                .pause(10)
                .healUnseen("west/blue")
                .phase("steady", ONLY_RED)
                .served(100, "red"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason())
        .isEqualTo(
            "west/blue was withdrawn and healed before the phase steady, and no independent probe saw"
                + " it back by then.");
  }

  @Test
  void phases_around_a_fault_that_was_seen_to_come_and_go_pass() {
    Result result =
        judge(
            story()
                .phase("before", ONLY_RED)
                .served(100, "red")
                .phase("change", "role=transition")
                .fault("withdrawn", "west/blue")
                .pause(10)
                .phase("during", ONLY_RED)
                .served(100, "red")
                .heal("west/blue")
                .phase("after", ONLY_RED)
                .served(100, "red"));

    assertThat(result.verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void history_without_a_claim_is_inconclusive() {
    Result result = judge(story().phase("steady", "role=steady").served(100, "red"));

    assertThat(result.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(result.reason()).contains("Only 0 phases could be judged; the rule asks for 1.");
  }

  @Test
  void unknown_claim_is_an_error_that_lists_the_known_ones() {
    Result result =
        judge(story().phase("steady", "role=claim", "claim=sometimes").served(100, "red"));

    assertThat(result.verdict()).isEqualTo(Verdict.ERROR);
    assertThat(result.reason()).contains("makes the claim sometimes", "only, ", "shares, ", "told");
  }

  private static Story story() {
    return Story.of("red@east", "blue@west");
  }

  private static Result judge(Story story) {
    Question any = Asked.of("B1").question();
    RuleCase ruleCase =
        new RuleCase(
            "any",
            any.ruleCase().level(),
            Map.of("phases", "1", "attempts", "100", "told-limit-seconds", "2"));
    return Checks.named("phase-claims")
        .check(story.told(), new Question(any.rule(), ruleCase, 1e-7));
  }
}
