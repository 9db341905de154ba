package io.spillway.suites.selftest;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * What a router keeps for a reader that does not take it yet: written by a thread of its own, and
 * let go of when the stream ends and much of it still waits. Its owner is not kept waiting but by a
 * reader that is far behind.
 */
final class ForgetfulOutput extends OutputStream {

  /** As much as many routers keep of a stream. */
  private static final int MOST_WAITING = 256 * 1024;

  /** As much as any router keeps, so that no short connection loses anything. */
  private static final int LEAST_FORGOTTEN = 16 * 1024;

  private final OutputStream sink;
  private final Duration rest;
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private boolean ended;
  private boolean over;

  /**
   * Starts its thread.
   *
   * @param sink where everything goes
   * @param rest how long it lets what comes gather before it passes it on
   */
  ForgetfulOutput(OutputStream sink, Duration rest) {
    this.sink = sink;
    this.rest = rest;
    Thread thread = new Thread(this::passOn, "forgetful-output");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void write(int oneByte) throws IOException {
    write(new byte[] {(byte) oneByte}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      while (waitingBytes > MOST_WAITING && !over) {
        wait();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    if (over) {
      throw new IOException("the reader is gone");
    }
    waiting.add(Arrays.copyOfRange(bytes, offset, offset + length));
    waitingBytes += length;
    notifyAll();
  }

  /** Nothing more comes: forgets what waits if that is much, and else waits until it is written. */
  synchronized void end() throws IOException {
    if (waitingBytes > LEAST_FORGOTTEN) {
      waiting.clear();
    }
    ended = true;
    notifyAll();
    try {
      while (!over) {
        wait();
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static IOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IOException("interrupted", e);
  }

  private void passOn() {
    try {
      for (byte[] next = next(); next.length > 0; next = next()) {
        sink.write(next);
        written(next.length);
      }
    } catch (IOException | InterruptedException e) {
      // Its owner finds out with its next write.
    } finally {
      finish();
    }
  }

  /** What is to be written next; empty when all is. */
  private synchronized byte[] next() throws InterruptedException {
    while (waiting.isEmpty() && !ended) {
      wait();
      gather();
    }
    return waiting.isEmpty() ? new byte[0] : waiting.remove();
  }

  /** Lets more come, or the end. */
  private synchronized void gather() throws InterruptedException {
    long begun = System.nanoTime();
    long left = rest.toNanos();
    while (left > 0 && !ended) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = rest.toNanos() - (System.nanoTime() - begun);
    }
  }

  private synchronized void written(int bytes) {
    waitingBytes -= bytes;
    notifyAll();
  }

  private synchronized void finish() {
    over = true;
    notifyAll();
  }
}
