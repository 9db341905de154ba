package io.spillway.harness.driver;

import java.util.ArrayList;
import java.util.List;

/** An image whose programs all say the same. */
public final class FakeImage implements RouterImage {

  private final String name;
  private final Commands.Ended ended;
  private final List<List<String>> commands = new ArrayList<>();

  /** Creates one whose programs say this, and end well. */
  public FakeImage(String name, String words) {
    this.name = name;
    this.ended = new Commands.Ended(0, words);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Commands.Ended run(List<String> command) {
    commands.add(command);
    return ended;
  }

  /** {@return what was run in it} */
  public List<List<String>> commands() {
    return List.copyOf(commands);
  }
}
