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
   * The system property by which users choose: {@code auto}, {@code embedded}, {@code process} or
   * {@code docker}.
   */
  public static final String PROPERTY = "spillway.runtime";

  private static final String AUTO = "auto";

  /**
   * Chooses as the user asks. With {@code auto}, the docker runtime is chosen where the router runs
   * there and an engine answers. Takes less than a second.
   *
   * @param asked what {@value #PROPERTY} says
   * @param driver the name of the router's driver, for errors
   * @param possible the runtimes on which that router runs, best first where no engine answers
   * @return the choice
   * @throws RuntimeStartException if {@code docker} is asked for and no engine answers; the message
   *     lists each engine that was asked with its answer
   * @throws IllegalArgumentException if the property has another value, or names a runtime on which
   *     the router does not run
   */
  public static RuntimeChoice choose(String asked, String driver, List<RuntimeKind> possible) {
    return choose(asked, driver, possible, EngineCandidates.list(Surroundings.ofThisProcess()));
  }

  static RuntimeChoice choose(
      String asked, String driver, List<RuntimeKind> possible, List<EngineCandidate> candidates) {
    String word = asked.strip().toLowerCase(Locale.ROOT);
    if (isOpen(asked)) {
      return possible.contains(RuntimeKind.DOCKER)
          ? auto(EnginePing.first(candidates), withoutEngine(possible))
          : new RuntimeChoice(
              withoutEngine(possible), "the driver " + driver + " runs on no container engine");
    }
    RuntimeKind kind =
        RuntimeKind.of(word)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the runtime (-D%s, --runtime) must be auto, %s, is \"%s\""
                            .formatted(PROPERTY, words(List.of(RuntimeKind.values())), word)));
    if (!possible.contains(kind)) {
      throw new IllegalArgumentException(
          "the driver %s does not run on the runtime %s (-D%s, --runtime)%s; it runs on %s"
              .formatted(driver, word, PROPERTY, whyNot(kind), words(possible)));
    }
    return kind == RuntimeKind.DOCKER
        ? docker(EnginePing.first(candidates), withoutEngine(possible))
        : new RuntimeChoice(kind, "asked for");
  }

  /** {@return whether the user leaves the choice open} */
  public static boolean isOpen(String asked) {
    return asked.strip().equalsIgnoreCase(AUTO);
  }

  /**
   * Chooses the docker runtime, though nobody asks for it.
   *
   * @param why what keeps the router from running elsewhere
   * @throws RuntimeStartException if no engine answers; the message lists each engine that was
   *     asked with its answer
   */
  public static RuntimeChoice docker(String why) {
    return docker(why, EngineCandidates.list(Surroundings.ofThisProcess()));
  }

  static RuntimeChoice docker(String why, List<EngineCandidate> candidates) {
    List<EngineAnswer> answers = EnginePing.first(candidates);
    return answering(answers)
        .map(answer -> new RuntimeChoice(RuntimeKind.DOCKER, why + "; " + answer))
        .orElseThrow(
            () ->
                new RuntimeStartException(
                    "%s; and no container engine answers that could run it from its image: %s"
                        .formatted(why, listed(answers))));
  }

  private static String whyNot(RuntimeKind kind) {
    return kind == RuntimeKind.DOCKER ? ", as its router comes in no image" : "";
  }

  private static RuntimeKind withoutEngine(List<RuntimeKind> possible) {
    return possible.stream()
        .filter(kind -> kind != RuntimeKind.DOCKER)
        .findFirst()
        .orElse(RuntimeKind.DOCKER);
  }

  private static String words(List<RuntimeKind> kinds) {
    List<String> words = kinds.stream().map(RuntimeKind::word).toList();
    int last = words.size() - 1;
    return last == 0
        ? words.get(0)
        : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  private static RuntimeChoice docker(List<EngineAnswer> answers, RuntimeKind otherwise) {
    return answering(answers)
        .map(answer -> new RuntimeChoice(RuntimeKind.DOCKER, "asked for; " + answer))
        .orElseThrow(
            () ->
                new RuntimeStartException(
                    "-D%s=docker, but no container engine answers: %s. Start one, set DOCKER_HOST, or use -D%s=%s"
                        .formatted(PROPERTY, listed(answers), PROPERTY, otherwise.word())));
  }

  private static RuntimeChoice auto(List<EngineAnswer> answers, RuntimeKind otherwise) {
    return answering(answers)
        .map(answer -> new RuntimeChoice(RuntimeKind.DOCKER, answer.toString()))
        .orElseGet(
            () -> new RuntimeChoice(otherwise, "no container engine answers: " + listed(answers)));
  }

  private static Optional<EngineAnswer> answering(List<EngineAnswer> answers) {
    return answers.stream().filter(EngineAnswer::answered).findFirst();
  }

  private static String listed(List<EngineAnswer> answers) {
    return answers.stream().map(EngineAnswer::toString).collect(Collectors.joining("; "));
  }
}
