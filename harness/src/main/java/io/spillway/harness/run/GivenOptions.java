package io.spillway.harness.run;

import io.spillway.harness.Suggestion;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The properties that a user gave, as texts, and everything that is wrong with them: a user who
 * made three mistakes wants to hear of them at once. Not safe for use by several threads.
 */
final class GivenOptions {

  private final Map<String, String> given;
  private final RunOptions.Command command;
  private final List<String> problems = new ArrayList<>();

  GivenOptions(Map<String, String> given, RunOptions.Command command) {
    this.given = given;
    this.command = command;
  }

  /**
   * Finds those that are not known.
   *
   * @param known all that are known
   * @param suggested those of them that users may have meant
   */
  void requireKnown(List<String> known, List<String> suggested) {
    for (String name : given.keySet()) {
      if (!known.contains(name)) {
        problems.add("-D" + name + " is not known" + Suggestion.among(suggested, name));
      }
    }
  }

  /**
   * {@return the value of a property, if it was given and is right}
   *
   * @param right what would be right, for the error
   * @param reader reads it; throws an {@link IllegalArgumentException} where that cannot be done
   */
  <T> Optional<T> read(String name, String right, Function<String, T> reader) {
    String text = given.get(name);
    try {
      return Optional.ofNullable(text).map(reader);
    } catch (IllegalArgumentException | DateTimeParseException e) {
      problems.add(command.option(name, text) + ": " + right);
      return Optional.empty();
    }
  }

  /** Finds that two that were given exclude each other. */
  void exclude(String one, String other, String why) {
    if (given.containsKey(one) && given.containsKey(other)) {
      problems.add(one + " and " + other + " exclude each other: " + why);
    }
  }

  /**
   * Refuses what is wrong.
   *
   * @throws IllegalArgumentException with a line for each problem, if there is one
   */
  void require() {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join(System.lineSeparator(), problems));
    }
  }
}
