package io.spillway.harness.run;

import io.spillway.harness.check.Question;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;

/**
 * A scenario with as little as a network can have.
 *
 * @param name its name
 * @param connectionsAtOnce what it says that it has open at once
 * @param body what it plays
 */
record OneSite(String name, int connectionsAtOnce, Body body) implements Scenario {

  /** What is played. */
  interface Body {

    void play(Stage stage) throws InterruptedException;
  }

  /** {@return one with a name of its own for each question} */
  static OneSite of(Question question, Body body) {
    return new OneSite(name(question), USUAL_CONNECTIONS, body);
  }

  /** {@return one beside which no other can play} */
  static OneSite alone(Question question, Body body) {
    return new OneSite(name(question), Integer.MAX_VALUE, body);
  }

  private static String name(Question question) {
    return question.rule().id() + " " + question.ruleCase().name();
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("one-site");
    network.site("west").listener("shop", 8080, "shop").connector("shop", "shop", 9090);
    return network.build();
  }

  @Override
  public Estimate estimate() {
    return new Estimate(0, Duration.ZERO);
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    body.play(stage);
  }
}
