package io.spillway.router;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A piece of work that one thread hands over to another, and waits for: either the other one takes
 * it, or who waits has lost patience before, never both. Safe for use by several threads.
 */
final class Handover {

  private final AtomicBoolean decided = new AtomicBoolean();
  private final CompletableFuture<End> end = new CompletableFuture<>();

  /** What has become of the work. */
  enum End {
    /** It is done. */
    DONE,
    /** It was begun and has failed: a part of it may be done. */
    FAILED,
    /** It was begun, and when it will end is not known. */
    UNFINISHED,
    /** Nobody has taken it, and nobody will. */
    NOT_TAKEN
  }

  /** {@return whether the caller has to do the work; if not, nobody waits for it any more} */
  boolean take() {
    return decided.compareAndSet(false, true);
  }

  /** Says that the work is done. */
  void done() {
    end.complete(End.DONE);
  }

  /** Says that the work has failed on the way. */
  void failed() {
    end.complete(End.FAILED);
  }

  /** Ends the waiting: if nobody has taken the work yet, nobody will. */
  void callOff() {
    end.complete(take() ? End.NOT_TAKEN : End.UNFINISHED);
  }

  /**
   * Waits.
   *
   * @param seconds how long the work may lie there until it is taken, and how long it may take then
   */
  End await(long seconds) {
    boolean ended = hasEndedWithin(seconds);
    if (!ended && !take()) {
      ended = hasEndedWithin(seconds);
      return ended ? end.join() : End.UNFINISHED;
    }
    return ended ? end.join() : End.NOT_TAKEN;
  }

  private boolean hasEndedWithin(long seconds) {
    try {
      end.get(seconds, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      callOff();
      return true;
    } catch (ExecutionException e) {
      throw new IllegalStateException("it never fails", e);
    }
  }
}
