package io.spillway.harness.run;

import io.spillway.harness.check.Question;
import io.spillway.harness.history.History;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays scenarios side by side, and again where this machine stood still and therefore left a case
 * undecided, three times at most. From then on fewer play at a time, until the machine has borne
 * some. A scenario whose history decides a case is not played again: a verdict is never asked for
 * twice. Safe for use by several threads.
 */
public final class Takes {

  private static final Logger LOG = LoggerFactory.getLogger(Takes.class);

  /** A machine that stands still in one play after the other has too much else to do. */
  private static final int MOST_SPOILT = 3;

  private final Places places;

  /** Plays a scenario once, from the start of its network to its end. */
  @FunctionalInterface
  public interface Take {

    /**
     * {@return what was seen}
     *
     * @throws InterruptedException if the run is being ended
     */
    History play() throws InterruptedException;
  }

  /**
   * What the last play brought.
   *
   * @param history what was seen in it
   * @param spoilt what this machine did in each of the earlier plays
   */
  public record Last(History history, List<String> spoilt) {

    /** Copies the list. */
    public Last {
      spoilt = List.copyOf(spoilt);
    }
  }

  /**
   * Begins with nothing to play.
   *
   * @param most how many may play at a time, at least 1
   */
  public Takes(int most) {
    places = new Places(most);
  }

  /**
   * Plays a scenario, again and again if need be.
   *
   * @param name the scenario's, for the log
   * @param questions what its history has to decide
   * @param take plays it
   * @param again told before each further play how many there were
   * @return the last play
   * @throws InterruptedException if the run is being ended
   */
  public Last play(String name, List<Question> questions, Take take, IntConsumer again)
      throws InterruptedException {
    List<String> spoilt = new ArrayList<>();
    while (true) {
      History history;
      Optional<String> why;
      places.take();
      try {
        history = take.play();
        why = Judgement.spoilt(history, questions);
        why.ifPresentOrElse(trouble -> places.tooMany(), places::borne);
      } finally {
        places.giveBack();
      }
      if (why.isEmpty() || spoilt.size() == MOST_SPOILT) {
        return new Last(history, spoilt);
      }
      LOG.warn(
          "scenario {} is played again, {} at a time now: {}", name, places.count(), why.get());
      spoilt.add(why.get());
      again.accept(spoilt.size());
    }
  }
}
