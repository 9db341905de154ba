package io.spillway.harness.check;

import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.History;
import io.spillway.harness.history.Phase;
import io.spillway.harness.history.StreamEvent;
import io.spillway.harness.history.StreamEvent.Ending;
import io.spillway.harness.stats.Binomials;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Every stream that the phase kept at one of its {@code listeners} is intact: it stays open until
 * the client ends it, every byte comes back as the workload that it began with makes it, and none
 * keeps the client waiting longer than the parameter {@code stall-limit-seconds}.
 *
 * <p>At least so many streams as the parameter {@code streams} says must have carried so many bytes
 * in all as {@code bytes} says, and have gone on for as long as {@code watch-seconds} says, where a
 * rule has that, after the last fault of the phase was healed, or it is inconclusive. Further
 * attributes say what must have happened meanwhile, or it is inconclusive too:
 *
 * <ul>
 *   <li>{@code through}: kinds of faults, each injected in the phase and seen to act;
 *   <li>{@code slowed}: so many milliseconds each stream had to wait for some byte to come back,
 *       which shows the faults that only slow a link;
 *   <li>{@code hit}: a listener whose streams the fault did break or hold up, so that what is
 *       claimed of the others could have been otherwise;
 *   <li>{@code from} and {@code returns}: sites; the streams began at the first one, and after the
 *       fault healed new connections of each listener went to the second.
 * </ul>
 */
final class IntactClaim implements PhaseClaim {

  @Override
  public boolean spends() {
    return false; // chance changes no byte
  }

  @Override
  public String judge(
      History history, Phase phase, Question question, double alpha, Findings findings) {
    Set<String> listeners = new HashSet<>(Words.split(phase.attribute("listeners")));
    List<StreamEvent> streams =
        history.streams(phase.name()).stream()
            .filter(stream -> listeners.contains(stream.listener()))
            .toList();
    Judged judged = new Judged(history, phase, streams, findings);
    judgeOpening(judged, listeners);
    judgeBytes(judged);
    judgeCourse(judged, question.ruleCase().number("stall-limit-seconds"));
    long verified = streams.stream().mapToLong(StreamEvent::verifiedBytes).sum();
    requireEnough(judged, verified, question);
    StreamCourse course = new StreamCourse(history, phase, findings);
    course.require(streams, listeners);
    double watched = question.ruleCase().number("watch-seconds", 0);
    if (watched > 0) {
      course.requireWatched(watched, streams);
    }
    if (verified == 0) {
      return "no byte came back";
    }
    return tell(judged, verified);
  }

  /** One phase's streams, and where to tell what is found of them. */
  private record Judged(
      History history, Phase phase, List<StreamEvent> streams, Findings findings) {

    List<StreamEvent> those(Predicate<StreamEvent> matching) {
      return streams.stream().filter(matching).toList();
    }

    /** The attempts that opened these streams. */
    List<Attempt> attempts(Collection<StreamEvent> of) {
      Set<Attempt.Served> served = new HashSet<>();
      of.forEach(stream -> served.add(stream.servedAtStart()));
      return history.attempts(phase.name()).stream()
          .filter(attempt -> attempt.servedBy().filter(served::contains).isPresent())
          .toList();
    }

    /** A sentence about some of the streams, with the first one as the example. */
    String sentence(List<StreamEvent> some, String what) {
      return Words.count(some.size())
          + " of "
          + Words.count(streams.size(), "stream")
          + " in the phase "
          + phase.name()
          + " "
          + what
          + " (the first at "
          + some.get(0).where()
          + ", served at "
          + some.get(0).servedAtStart().site()
          + ").";
    }

    void violated(List<StreamEvent> some, String what, String expected) {
      String sentence = sentence(some, what);
      findings.violated(
          sentence, new Evidence(Findings.indexes(attempts(some)), expected, sentence));
    }

    void unserved(List<StreamEvent> some, String what, String expected) {
      findings.unserved(sentence(some, what), attempts(some), expected, List.of(phase));
    }
  }

  private static void judgeOpening(Judged judged, Set<String> listeners) {
    List<Attempt> failed =
        judged.history().attempts(judged.phase().name()).stream()
            .filter(attempt -> attempt.prober().equals("stream"))
            .filter(attempt -> listeners.contains(attempt.listener()))
            .filter(attempt -> attempt.outcome().failed())
            .toList();
    if (!failed.isEmpty()) {
      judged
          .findings()
          .unserved(
              Words.count(failed.size(), "stream")
                  + " in the phase "
                  + judged.phase().name()
                  + " could not be opened: "
                  + Words.outcomes(failed)
                  + ".",
              failed,
              "every stream served",
              List.of(judged.phase()));
    }
  }

  private static void judgeBytes(Judged judged) {
    List<StreamEvent> moved = judged.those(s -> !s.servedAtEnd().equals(s.servedAtStart()));
    if (!moved.isEmpty()) {
      StreamEvent first = moved.get(0);
      judged.violated(
          moved,
          "went over to another connection of a workload: the first after "
              + Words.count(first.verifiedBytes())
              + " bytes to "
              + first.servedAtEnd().workload()
              + " at "
              + first.servedAtEnd().site(),
          "every stream stays with the workload that it began with");
    }
    List<StreamEvent> wrong =
        judged.those(
            s -> s.firstBadOffset().isPresent() && s.servedAtEnd().equals(s.servedAtStart()));
    if (!wrong.isEmpty()) {
      StreamEvent first = wrong.get(0);
      judged.violated(
          wrong,
          "had a byte changed, lost, doubled or answered by another workload: the first at"
              + " position "
              + Words.count(first.firstBadOffset().orElseThrow())
              + " of "
              + Words.count(first.sentBytes()),
          "every byte comes back as the workload that the stream began with makes it");
    }
  }

  private static void judgeCourse(Judged judged, double stallLimitSeconds) {
    for (Ending ending : List.of(Ending.CLOSED, Ending.RESET)) {
      List<StreamEvent> broken = judged.those(s -> s.ending() == ending);
      if (!broken.isEmpty()) {
        judged.unserved(
            broken,
            "were "
                + (ending == Ending.CLOSED ? "closed" : "broken")
                + " though nothing on their path had failed, the first after "
                + Words.count(broken.get(0).verifiedBytes())
                + " bytes",
            "every stream stays open until the client ends it");
      }
    }
    List<StreamEvent> sound =
        judged.those(s -> s.ending() == Ending.RELEASED && s.firstBadOffset().isEmpty());
    long limit = Times.nanos(stallLimitSeconds);
    List<StreamEvent> stalled =
        sound.stream().filter(s -> s.missingBytes() > 0 || s.longestStallNanos() > limit).toList();
    if (!stalled.isEmpty()) {
      judged.unserved(
          stalled,
          "were kept waiting for "
              + Words.seconds(longest(stalled))
              + " at the longest, limit "
              + Words.limit(stallLimitSeconds)
              + "; "
              + Words.count(stalled.stream().mapToLong(StreamEvent::missingBytes).sum())
              + " bytes never came back",
          "no wait longer than " + Words.limit(stallLimitSeconds));
    }
    judged.findings().requireTimes(List.of(judged.phase()));
    List<StreamEvent> abandoned = judged.those(s -> s.ending() == Ending.ABANDONED);
    if (!abandoned.isEmpty()) {
      judged
          .findings()
          .doubt(judged.sentence(abandoned, "had to be ended early by the harness itself"));
    }
  }

  private static void requireEnough(Judged judged, long verified, Question question) {
    int streams = question.ruleCase().integer("streams");
    int bytes = question.ruleCase().integer("bytes");
    if (judged.streams().size() < streams || verified < bytes) {
      judged
          .findings()
          .doubt(
              "Only "
                  + Words.count(judged.streams().size(), "stream")
                  + " with "
                  + Words.count(verified, "byte")
                  + " in the phase "
                  + judged.phase().name()
                  + ", "
                  + Words.count(streams)
                  + " with "
                  + Words.count(bytes)
                  + " are needed.");
    }
  }

  private static String tell(Judged judged, long verified) {
    long stall = longest(judged.streams());
    List<StreamEvent> whole = judged.those(StreamEvent::whole);
    judged
        .findings()
        .support(
            judged.attempts(whole),
            "every stream intact",
            Words.count(whole.size())
                + " of "
                + Words.count(judged.streams().size(), "stream")
                + " intact, "
                + Words.count(verified)
                + " bytes verified, longest wait "
                + Words.seconds(stall));
    if (judged.findings().clean()) {
      judged
          .findings()
          .note(
              "In the phase "
                  + judged.phase().name()
                  + " all "
                  + Words.count(whole.size(), "stream")
                  + " went on to their end, and each of "
                  + Words.count(verified, "byte")
                  + " came back as it must.");
    }
    judged.findings().worth(worth(judged.streams().size(), whole.size(), verified));
    return Words.figure(
        Words.count(whole.size())
            + " of "
            + Words.count(judged.streams().size(), "stream")
            + " intact",
        Words.decimal(verified / 1e6, 1) + " MB verified",
        "longest wait " + Words.seconds(stall));
  }

  /** Streams are what fails or not; how many bytes they carried says which faults they can show. */
  private static Statistics worth(int streams, int whole, long verified) {
    int bytes = (int) Math.min(verified, Integer.MAX_VALUE);
    String effect =
        Words.percent(Binomials.boundOfNone(streams, Statistics.POWER))
            + " or more of streams broken, or a byte in "
            + Words.count(Math.round(1 / Binomials.boundOfNone(bytes, Statistics.POWER)))
            + " wrong";
    return new Statistics(streams, 0, effect, Statistics.POWER)
        .with(TrueShare.atMost("broken streams", streams - whole, streams));
  }

  private static long longest(Collection<StreamEvent> streams) {
    return streams.stream().mapToLong(StreamEvent::longestStallNanos).max().orElse(0);
  }
}
