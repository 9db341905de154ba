package io.spillway.harness.check;

import io.spillway.harness.rule.RuleCase;
import java.util.LinkedHashMap;
import java.util.Map;

/** Judges stories by the claims that their phases make, for a case with these parameters. */
record Claimed(Map<String, String> parameters) {

  /** A case of one phase, with parameters as {@code name=value}. */
  static Claimed with(String... parameters) {
    Map<String, String> named = new LinkedHashMap<>(Map.of("phases", "1"));
    for (String parameter : parameters) {
      String[] parts = parameter.split("=", 2);
      named.put(parts[0], parts[1]);
    }
    return new Claimed(named);
  }

  /** The result at an alpha of 1e-7. */
  Result judge(Story story) {
    Result result = Checks.named("phase-claims").check(story.told(), question());
    Told.inFull(result);
    return result;
  }

  /** What is asked, with that alpha. */
  Question question() {
    Question any = Asked.of("B1").question();
    return new Question(any.rule(), new RuleCase("any", any.ruleCase().level(), parameters), 1e-7);
  }
}
