package io.spillway.harness.run;

import io.spillway.harness.history.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays scenarios, several at a time and each on a network of its own. Most of a scenario is
 * waiting, and what it draws comes from the run's seed and its own name, so what others do at the
 * same time is nothing to it.
 *
 * <p>A scenario that this machine spoilt is played again (see {@link Takes}). Once networks do not
 * start any more (see {@link Starts}), none is begun.
 *
 * <p>The longest begin first: then the last ones to end do so at about the same time. Safe for use
 * by several threads.
 */
final class Stagehands implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Stagehands.class);
  private static final Duration END_LIMIT = Duration.ofSeconds(15);

  private final ScenarioRunner runner;
  private final Takes takes;
  private final Progress progress;
  private final FileAllowance files = FileAllowance.ofThisProcess();
  private final ThreadPoolExecutor pool;
  private final Map<Play, CompletableFuture<Played>> plays = new HashMap<>();
  private final AtomicInteger playedAhead = new AtomicInteger();
  private volatile Optional<Play> awaited = Optional.empty();

  /**
   * Begins with nothing to play.
   *
   * @param parallel how many scenarios play at a time, at most
   * @param progress told of the scenario that somebody waits for, and how many were played
   */
  Stagehands(ScenarioRunner runner, int parallel, Progress progress) {
    this.runner = runner;
    this.takes = new Takes(parallel);
    this.progress = progress;
    AtomicInteger number = new AtomicInteger();
    this.pool =
        new ThreadPoolExecutor(
            parallel,
            parallel,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "spillway-scenario-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Begins to play these; {@link #played} waits for them. */
  void ahead(List<Play> all) {
    List<Play> longestFirst = new ArrayList<>(all);
    longestFirst.sort(
        Comparator.comparing((Play play) -> play.scenario().estimate().duration()).reversed());
    long began = System.nanoTime();
    for (Play play : longestFirst) {
      var unused =
          begun(play)
              .thenRun(
                  () ->
                      progress.onPlayed(
                          playedAhead.incrementAndGet(), longestFirst.size(), since(began)));
    }
  }

  /**
   * {@return what came of it; begins to play it if nobody has}
   *
   * @throws InterruptedException if the run is being ended
   * @throws UnplayedException if it was not begun, for no network starts any more
   */
  Played played(Play play) throws InterruptedException {
    CompletableFuture<Played> result = begun(play);
    awaited = Optional.of(play);
    try {
      return result.get();
    } catch (CancellationException e) {
      throw interrupted(play, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnplayedException unplayed) {
        throw unplayed;
      }
      throw interrupted(play, e.getCause());
    } finally {
      awaited = Optional.empty();
    }
  }

  /** {@return what came of it, if it was played to its end} */
  synchronized Optional<Played> playedAlready(Play play) {
    return Optional.ofNullable(plays.get(play))
        .filter(result -> result.isDone() && !result.isCompletedExceptionally())
        .map(CompletableFuture::join);
  }

  private static InterruptedException interrupted(Play play, Throwable cause) {
    InterruptedException ended =
        new InterruptedException("the run was ended while " + play.name() + " was played");
    ended.initCause(cause);
    return ended;
  }

  private synchronized CompletableFuture<Played> begun(Play play) {
    CompletableFuture<Played> known = plays.get(play);
    if (known != null) {
      return known;
    }
    CompletableFuture<Played> result = new CompletableFuture<>();
    plays.put(play, result);
    if (pool.isShutdown()) {
      result.cancel(false);
    } else {
      pool.execute(() -> perform(play, result));
    }
    return result;
  }

  @SuppressWarnings("IllegalCatch")
  private void perform(Play play, CompletableFuture<Played> result) {
    try (var share = files.take(play.scenario())) {
      result.complete(performed(play));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      result.completeExceptionally(e);
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }

  @SuppressWarnings("IllegalCatch")
  private Played performed(Play play) throws InterruptedException {
    long began = System.nanoTime();
    try {
      Takes.Last last =
          takes.play(
              play.name(),
              play.questions(),
              () -> take(play),
              earlier -> runner.setAside(play, earlier));
      return new Played(Optional.of(last.history()), "", "", last.spoilt(), since(began));
    } catch (UnplayedException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      String kind = Judgement.kind(e);
      if (pool.isShutdown() || kind.equals(Judgement.INTERRUPTED)) {
        throw e;
      }
      LOG.error("scenario {} could not be played", play.name(), e);
      return new Played(
          Optional.empty(), kind, Judgement.trouble(play.scenario(), e), List.of(), since(began));
    }
  }

  private History take(Play play) throws InterruptedException {
    Optional<String> hopeless = hopeless();
    if (hopeless.isPresent()) {
      throw new UnplayedException(
          "scenario " + play.scenario().name() + " was not played: " + hopeless.get());
    }
    return runner.run(play, watched(play));
  }

  /** {@return why nothing more is begun, and what to do; empty as long as something is} */
  Optional<String> hopeless() {
    return runner.hopeless();
  }

  /** Several scenarios play at once; told is how the one goes on that somebody waits for. */
  private Progress watched(Play play) {
    return (rule, ruleCase, attempts, estimate, elapsed) -> {
      if (awaited.filter(play::equals).isPresent()) {
        progress.onProgress(rule, ruleCase, attempts, estimate, elapsed);
      }
    };
  }

  private static Duration since(long beganNanos) {
    return Duration.ofNanos(System.nanoTime() - beganNanos);
  }

  /** Ends what plays now, within {@code 15 s}, and begins nothing more. */
  @Override
  public void close() {
    pool.shutdownNow();
    synchronized (this) {
      plays.values().forEach(result -> result.cancel(false));
    }
    try {
      if (!pool.awaitTermination(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        LOG.warn("a scenario did not end within {} s", END_LIMIT.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
