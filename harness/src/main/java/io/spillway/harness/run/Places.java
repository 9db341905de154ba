package io.spillway.harness.run;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many may play at a time on this machine: half as many as before once it did not bear so many,
 * and one more again after as many plays in a row that it bore as there are places. A machine whose
 * processors are taken away for minutes, as a shared one's are, is so asked for what it has. Safe
 * for use by several threads.
 *
 * @see <a href="https://doi.org/10.1016/0169-7552(89)90019-6">Chiu and Jain, Analysis of the
 *     increase and decrease algorithms for congestion avoidance, 1989</a>
 */
final class Places {

  private final int most;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Condition changed = lock.newCondition();
  private int places;
  private int taken;
  private int borne;

  /** Begins with the most, at least 1. */
  Places(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("there is at least 1 place, not " + most);
    }
    this.most = most;
    this.places = most;
  }

  /** Waits for a place and takes it; whoever came first gets it first. */
  void take() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (taken >= places) {
        changed.await();
      }
      taken++;
    } finally {
      lock.unlock();
    }
  }

  /** Gives a place back. */
  void giveBack() {
    lock.lock();
    try {
      taken--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** This machine did not bear so many at a time. */
  void tooMany() {
    lock.lock();
    try {
      places = Math.max(1, places / 2);
      borne = 0;
    } finally {
      lock.unlock();
    }
  }

  /** It bore a play. */
  void borne() {
    lock.lock();
    try {
      borne++;
      if (borne >= places && places < most) {
        places++;
        borne = 0;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** {@return how many may play at a time now} */
  int count() {
    lock.lock();
    try {
      return places;
    } finally {
      lock.unlock();
    }
  }
}
