package io.spillway.harness.runtime.select;

import io.spillway.harness.runtime.RuntimeStartException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which runtime a run uses, and why.
 *
 * @param kind the runtime
 * @param reason why this one, for the log and the report; names each engine that was asked
 */
public record RuntimeChoice(RuntimeKind kind, String reason) {

  /**
   * The system property by which users choose: {@code auto}, {@code embedded} or {@code docker}.
   */
  public static final String PROPERTY = "spillway.runtime";

  /**
   * Chooses as the user asks. With {@code auto}, the docker runtime is chosen where an engine
   * answers. Takes less than a second.
   *
   * @param asked what {@value #PROPERTY} says
   * @return the choice
   * @throws RuntimeStartException if {@code docker} is asked for and no engine answers; the message
   *     lists each engine that was asked with its answer
   * @throws IllegalArgumentException if the property has another value
   */
  public static RuntimeChoice choose(String asked) {
    return choose(asked, EngineCandidates.list(Surroundings.ofThisProcess()));
  }

  static RuntimeChoice choose(String asked, List<EngineCandidate> candidates) {
    String word = asked.strip().toLowerCase(Locale.ROOT);
    return switch (word) {
      case "embedded" -> new RuntimeChoice(RuntimeKind.EMBEDDED, "asked for");
      case "docker" -> docker(EnginePing.first(candidates));
      case "auto" -> auto(EnginePing.first(candidates));
      default ->
          throw new IllegalArgumentException(
              "the runtime (-D%s, --runtime) must be auto, embedded or docker, is \"%s\""
                  .formatted(PROPERTY, word));
    };
  }

  private static RuntimeChoice docker(List<EngineAnswer> answers) {
    return answering(answers)
        .map(answer -> new RuntimeChoice(RuntimeKind.DOCKER, "asked for; " + answer))
        .orElseThrow(
            () ->
                new RuntimeStartException(
                    "-D%s=docker, but no container engine answers: %s. Start one, set DOCKER_HOST, or use -D%s=embedded"
                        .formatted(PROPERTY, listed(answers), PROPERTY)));
  }

  private static RuntimeChoice auto(List<EngineAnswer> answers) {
    return answering(answers)
        .map(answer -> new RuntimeChoice(RuntimeKind.DOCKER, answer.toString()))
        .orElseGet(
            () ->
                new RuntimeChoice(
                    RuntimeKind.EMBEDDED, "no container engine answers: " + listed(answers)));
  }

  private static Optional<EngineAnswer> answering(List<EngineAnswer> answers) {
    return answers.stream().filter(EngineAnswer::answered).findFirst();
  }

  private static String listed(List<EngineAnswer> answers) {
    return answers.stream().map(EngineAnswer::toString).collect(Collectors.joining("; "));
  }
}
