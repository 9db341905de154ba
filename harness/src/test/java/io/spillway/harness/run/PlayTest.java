package io.spillway.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.check.Question;
import io.spillway.harness.rule.Rule;
import io.spillway.harness.rule.RuleCase;
import io.spillway.harness.rule.Rulebook;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlayTest {

  private static final double ALPHA = 1e-8;

  @Test
  void questions_thatAgree_shareOneHistory() {
    List<Play> plays = Play.of(List.of(question("M7"), question("M8")), q -> new Idle("priority"));

    assertThat(plays).hasSize(1);
    assertThat(plays.get(0).questions())
        .extracting(question -> question.rule().id())
        .containsExactly("M7", "M8");
  }

  @Test
  void questions_withDifferentParameters_doNotShareWhateverTheNameIs() {
    Question other = with(question("M8"), "steady-attempts", "300");

    List<Play> plays = Play.of(List.of(question("M7"), other), q -> new Idle("priority"));

    assertThat(plays)
        .extracting(Play::name)
        .containsExactly("priority", "priority for M8 three sites");
  }

  @Test
  void phasesThatAreJudged_areNoDifference() {
    Question one = question("M6");
    Question other = with(one, "phases", "5");

    assertThat(Play.of(List.of(one, other), q -> new Idle("load"))).hasSize(1);
  }

  @Test
  void scenariosOfDifferentClassesOrNames_doNotShare() {
    Question seven = question("M7");

    assertThat(
            Play.of(
                List.of(seven, question("M8")),
                q -> q.equals(seven) ? new Idle("x") : new Other("x")))
        .hasSize(2);
    assertThat(Play.of(List.of(seven, question("M8")), q -> new Idle(q.rule().id()))).hasSize(2);
  }

  @Test
  void play_isForItsOwnQuestionsOnly() {
    Play play = new Play("x", new Idle("x"), List.of(question("M7")));

    assertThat(play.isFor(question("M7"), new Idle("x"))).isTrue();
    assertThat(play.isFor(question("M8"), new Idle("x"))).isFalse();
    assertThat(play.isFor(question("M7"), new Other("x"))).isFalse();
  }

  private static Question question(String id) {
    Rule rule = Rulebook.load().rule(id);
    return new Question(rule, rule.cases().get(0), ALPHA);
  }

  private static Question with(Question question, String parameter, String value) {
    Map<String, String> parameters = new LinkedHashMap<>(question.ruleCase().parameters());
    parameters.put(parameter, value);
    RuleCase changed =
        new RuleCase(question.ruleCase().name(), question.ruleCase().level(), parameters);
    return new Question(question.rule(), changed, ALPHA);
  }

  private record Idle(String name) implements Scenario {

    @Override
    public Network network() {
      return NetworkBuilder.network("idle").build();
    }

    @Override
    public Estimate estimate() {
      return new Estimate(1, Duration.ofSeconds(1));
    }

    @Override
    public void play(Stage stage) {}
  }

  private record Other(String name) implements Scenario {

    @Override
    public Network network() {
      return NetworkBuilder.network("other").build();
    }

    @Override
    public Estimate estimate() {
      return new Estimate(1, Duration.ofSeconds(1));
    }

    @Override
    public void play(Stage stage) {}
  }
}
