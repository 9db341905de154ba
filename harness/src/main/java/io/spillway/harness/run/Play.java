package io.spillway.harness.run;

import io.spillway.harness.check.Question;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A scenario that is played once, and the questions that its history answers.
 *
 * @param name unique in a session: what its folder is called
 * @param scenario what is played
 * @param questions what its history is judged for, at least one; the first one asked for it
 */
record Play(String name, Scenario scenario, List<Question> questions) {

  /** Counts what a check judges, and says nothing to the scenario. */
  private static final String PHASES = "phases";

  /** Copies the list. */
  Play {
    questions = List.copyOf(questions);
  }

  /**
   * {@return one play for each scenario that these questions need}
   *
   * <p>Questions share a history if their scenarios have the same name and class and agree on every
   * parameter that both declare: then whichever of them made the scenario, it is the same. Those
   * that do not agree are played for themselves, under a name with their own case in it.
   *
   * @param questions in the order in which they will be judged
   */
  static List<Play> of(List<Question> questions, ScenarioSource source) {
    List<Play> plays = new ArrayList<>();
    for (Question question : questions) {
      Scenario scenario = source.of(question);
      int shared = -1;
      for (int i = 0; i < plays.size() && shared < 0; i++) {
        shared = plays.get(i).answers(question, scenario) ? i : -1;
      }
      if (shared < 0) {
        Set<String> taken = new HashSet<>();
        plays.forEach(play -> taken.add(play.name()));
        plays.add(new Play(name(taken, question, scenario), scenario, List.of(question)));
      } else {
        plays.set(shared, plays.get(shared).with(question));
      }
    }
    return plays;
  }

  /**
   * {@return a name for the play that no other has}
   *
   * @param taken the names that others have
   */
  static String name(Set<String> taken, Question question, Scenario scenario) {
    String own =
        scenario.name() + " for " + question.rule().id() + " " + question.ruleCase().name();
    String name = taken.contains(scenario.name()) ? own : scenario.name();
    for (int number = 2; taken.contains(name); number++) {
      name = own + " " + number;
    }
    return name;
  }

  /** {@return whether the history of this play is, or could as well be, for this question} */
  boolean answers(Question question, Scenario needed) {
    return scenario.name().equals(needed.name())
        && scenario.getClass() == needed.getClass()
        && questions.stream().allMatch(other -> agree(other, question));
  }

  /** {@return whether this play is for this very question, on this scenario} */
  boolean isFor(Question question, Scenario needed) {
    return scenario.name().equals(needed.name())
        && scenario.getClass() == needed.getClass()
        && questions.contains(question);
  }

  private static boolean agree(Question one, Question other) {
    Map<String, String> values = other.ruleCase().parameters();
    return one.alpha() == other.alpha()
        && one.ruleCase().parameters().entrySet().stream()
            .filter(entry -> values.containsKey(entry.getKey()) && !entry.getKey().equals(PHASES))
            .allMatch(entry -> entry.getValue().equals(values.get(entry.getKey())));
  }

  private Play with(Question question) {
    List<Question> all = new ArrayList<>(questions);
    all.add(question);
    return new Play(name, scenario, all);
  }
}
