package io.spillway.router.admin;

import io.spillway.router.stream.StreamCounters;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Answers what the test has set. */
public final class FakeRouter implements Operations {
  volatile Liveness liveness = new Liveness(true, List.of());
  volatile Readiness readiness = new Readiness(true, Readiness.Phase.RUNNING, List.of());
  volatile RuntimeException reloadFailure;
  volatile boolean unreadable;
  volatile int reloaded;
  final StreamCounters counters = new StreamCounters();
  volatile CountDownLatch reloadEnds = new CountDownLatch(0);
  final CountDownLatch reloading = new CountDownLatch(1);

  /** Says from now on that it does not work. */
  public void hangs(String problem) {
    liveness = new Liveness(false, List.of(problem));
  }

  @Override
  public Liveness liveness() {
    return liveness;
  }

  @Override
  public Readiness readiness() {
    return readiness;
  }

  @Override
  public NetworkStatus network() {
    return new NetworkStatus("west", "1", List.of(), List.of(), List.of(), List.of(), List.of());
  }

  @Override
  public StreamCounters counters() {
    return counters;
  }

  @Override
  public int buffersOutstanding() {
    return 0;
  }

  @Override
  public LinkTroubles linkTroubles() {
    return new LinkTroubles(1, 2, 3, 4, 5, 6, 7);
  }

  @Override
  public Reloads reloads() {
    return new Reloads(0, 0);
  }

  @Override
  public ReloadResult reload() throws IOException {
    reloading.countDown();
    try {
      reloadEnds.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
    if (unreadable) {
      throw new NoSuchFileException("gone.yaml");
    }
    if (reloadFailure != null) {
      throw reloadFailure;
    }
    reloaded = 1;
    return new ReloadResult(
        List.of(new ReloadResult.Change("Listener", "shop", ReloadResult.Action.MOVED, "1 -> 2")));
  }
}
