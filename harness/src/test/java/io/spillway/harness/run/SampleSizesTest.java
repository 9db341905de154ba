package io.spillway.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.check.Question;
import io.spillway.harness.rule.Parameter;
import io.spillway.harness.rule.RuleCase;
import io.spillway.harness.rule.Rulebook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleSizesTest {

  private static final Rulebook RULEBOOK = Rulebook.load();

  @Test
  void scaleOfOne_changesNothing() {
    assertThat(SampleSizes.scaled(RULEBOOK, 1)).isSameAs(RULEBOOK);
  }

  @Test
  void moreTime_buysMoreTriesRepeatsAndASmallerEffect() {
    Rulebook scaled = SampleSizes.scaled(RULEBOOK, 4);

    assertThat(ruleCase(scaled, "F2").integer("repeats")).isEqualTo(20);
    assertThat(ruleCase(scaled, "F2").integer("after-attempts")).isEqualTo(2_000);
    assertThat(ruleCase(scaled, "M1").number("effect-points")).isEqualTo(2.5);
    assertThat(ruleCase(scaled, "M1").integer("max-attempts")).isEqualTo(80_000);
  }

  @Test
  void lessTime_neverCutsASequentialTestOffBeforeItKnows() {
    Rulebook scaled = SampleSizes.scaled(RULEBOOK, 0.1);

    assertThat(ruleCase(scaled, "F2").integer("repeats")).as("the roles swapped").isEqualTo(2);
    assertThat(ruleCase(scaled, "F5").integer("faults")).isEqualTo(1);
    assertThat(ruleCase(scaled, "M1").number("effect-points")).isEqualTo(10);
    assertThat(ruleCase(scaled, "M1").integer("max-attempts")).isEqualTo(20_000);
  }

  @Test
  void lessTime_leavesASampleThatCanPassWhoKeepsTheRule() {
    Rulebook scaled = SampleSizes.scaled(RULEBOOK, 0.01);

    assertThat(ruleCase(scaled, "B4").integer("attempts"))
        .as("a faster site with 78 % of 100 was no evidence yet")
        .isEqualTo(600);
    assertThat(ruleCase(scaled, "C4").integer("attempts")).isEqualTo(40);
  }

  @Test
  void connectionsThatMayAllBeHeldAtOnce_stayFewEnoughForOneProcess() {
    Rulebook scaled = SampleSizes.scaled(RULEBOOK, 20);

    assertThat(ruleCase(scaled, "M6").integer("attempts")).isEqualTo(1_000);
    assertThat(ruleCase(scaled, "F2").integer("repeats")).isEqualTo(20);
    assertThat(ruleCase(scaled, "F2").integer("after-attempts")).isEqualTo(10_000);
  }

  @Test
  void everyCase_atTheSmallestAndTheLargestScale_staysWithinWhatItsRuleSays() {
    for (double scale : new double[] {0.1, 20}) {
      Rulebook scaled = SampleSizes.scaled(RULEBOOK, scale);
      for (Rulebook.Selection one : RULEBOOK.all()) {
        RuleCase sized = scaled.rule(one.rule().id()).caseNamed(one.ruleCase().name());
        for (Parameter parameter : RULEBOOK.parameters(one.rule().id())) {
          String name = parameter.name();
          String what = one.word() + " " + name + " at scale " + scale;
          parameter
              .fewest()
              .ifPresent(
                  fewest ->
                      assertThat(sized.integer(name))
                          .as(what)
                          .isGreaterThanOrEqualTo(Math.min(fewest, one.ruleCase().integer(name))));
          parameter
              .most()
              .ifPresent(
                  most ->
                      assertThat(sized.integer(name))
                          .as(what)
                          .isLessThanOrEqualTo(Math.max(most, one.ruleCase().integer(name))));
        }
      }
    }
  }

  @Test
  void faults_ofWhatFailsOnce_areNotScaled_andFlapsStayMoreThanARouterMayForget() {
    assertThat(ruleCase(SampleSizes.scaled(RULEBOOK, 20), "F8").integer("faults")).isEqualTo(1);
    assertThat(ruleCase(SampleSizes.scaled(RULEBOOK, 0.1), "F7").integer("faults"))
        .as("a router that gives up after 4 absences would pass with 2")
        .isEqualTo(20);
  }

  /**
   * The numbers that the specification of the rules names; no budget may make less of them, nor of
   * a case that is smaller in the rulebook itself.
   */
  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource({
    "B1, hold, 200",
    "B2, connections, 50",
    "C9, held, 1200",
    "F1, after-attempts, 500",
    "F2, after-attempts, 500",
    "F3, after-attempts, 500",
    "F7, faults, 20",
    "F10, short-connections, 20000",
    "M6, attempts, 500"
  })
  void numberThatTheRuleNames_isNotUndercutHoweverLittleTimeThereIs(
      String rule, String parameter, int named) {
    Rulebook scaled = SampleSizes.scaled(RULEBOOK, 0.01);

    assertThat(scaled.rule(rule).cases())
        .allSatisfy(
            sized ->
                assertThat(sized.integer(parameter))
                    .as(sized.name())
                    .isGreaterThanOrEqualTo(
                        Math.min(
                            named,
                            RULEBOOK.rule(rule).caseNamed(sized.name()).integer(parameter))));
  }

  @Test
  void shares_ofConnectionsThatAreAllHeld_areNotScaled() {
    for (double scale : new double[] {0.1, 4, 20}) {
      RuleCase held = SampleSizes.scaled(RULEBOOK, scale).select("M4/held ramp").get(0).ruleCase();

      assertThat(held.integer("max-attempts")).isEqualTo(2_500);
      assertThat(held.number("effect-points")).isEqualTo(10);
      assertThat(held.integer("held")).isEqualTo(1_200);
    }
  }

  @Test
  void costsLimitsAndLoadAtOnce_areNotScaled() {
    Rulebook scaled = SampleSizes.scaled(RULEBOOK, 4);

    assertThat(ruleCase(scaled, "C5").parameters())
        .containsEntry("after-spill", "40")
        .containsEntry("alternative", ruleCase(RULEBOOK, "C5").text("alternative"));
    assertThat(ruleCase(scaled, "B1").integer("hold")).isEqualTo(200);
    assertThat(ruleCase(scaled, "F2").integer("failover-limit-seconds")).isEqualTo(10);
  }

  @Test
  void outlook_saysWhatASampleFindsOut() {
    assertThat(outlook("M6")).isEqualTo("what happens to 1 connection in 72 or more, in 500");
    assertThat(outlook("M1")).startsWith("a share that is off by 5 points");
    assertThat(outlook("B1")).startsWith("a division that is off by ");
    assertThat(outlook("F2")).endsWith("; 5 faults");
    assertThat(outlook("C6")).isEqualTo("what happens to 1 connection in 29 or more, in 200");
    assertThat(outlook("C5"))
        .as("its sequential connections are there for C6")
        .isEqualTo("spills that come 18 connections late");
    assertThat(outlook("C1")).isEqualTo("spills that come 3 connections late");
    assertThat(outlook("F10"))
        .isEqualTo("what happens to 1 connection in 2,895 or more, in 20,000");
    assertThat(outlook("B2")).endsWith("in 60");
    assertThat(outlook("F4")).startsWith("what happens to 1 connection in 22 or more, in 150");
  }

  @Test
  void outlook_saysHowOftenSomethingFails() {
    assertThat(outlook("F7")).endsWith("; 20 faults");
    assertThat(outlook("F8")).endsWith("; 1 fault");
    assertThat(outlook("F9")).endsWith("; 10 faults");
  }

  @Test
  void outlook_ofATest_promisesWhatTheTestFindsOut_andNotWhatNeverHappening() {
    assertThat(outlook("C11"))
        .matches("a share of 1\\d(\\.\\d)? % over a wrong path, in 500; 5 faults");
    assertThat(outlook("B4")).matches("a faster site that gets 5\\d(\\.\\d)? % or less, in 1,000");
    assertThat(outlook("B5"))
        .isEqualTo("a dependence of ±0.29 on the destination before, in 500")
        .isEqualTo(outlook("M5"));
    assertThat(outlook("M9"))
        .startsWith("a share that is off by 5 points")
        .endsWith("; what happens to 1 connection in 43 or more, in 300");
  }

  private static String outlook(String rule) {
    return Outlook.of(new Question(RULEBOOK.rule(rule), ruleCase(RULEBOOK, rule), 1e-7));
  }

  private static RuleCase ruleCase(Rulebook rulebook, String rule) {
    return rulebook.rule(rule).cases().get(0);
  }
}
