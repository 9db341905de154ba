package io.spillway.router.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A subject that runs, and everything that can be asked about its processes. */
final class Running implements AutoCloseable {

  private static final Duration READY_LIMIT = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private final Subject subject;
  private final InetSocketAddress address;
  private final List<SubjectProcess> processes = new ArrayList<>();

  private Running(Subject subject, InetSocketAddress address) {
    this.subject = subject;
    this.address = address;
  }

  /** Starts a subject in front of a workload, and waits until it serves. */
  static Running start(Subject subject, int workloadPort, Path folder) throws IOException {
    int port = Loopback.freePort();
    List<SubjectProcess.Launch> launches =
        subject.configure().at(new Subject.Place(port, workloadPort, folder));
    Running running = new Running(subject, Loopback.at(launches.isEmpty() ? workloadPort : port));
    try {
      for (SubjectProcess.Launch launch : launches) {
        running.processes.add(SubjectProcess.start(launch, folder));
      }
      running.awaitReady();
      return running;
    } catch (IOException | RuntimeException e) {
      running.close();
      throw e;
    }
  }

  Subject subject() {
    return subject;
  }

  /** {@return where clients connect} */
  InetSocketAddress address() {
    return address;
  }

  /** {@return whether there are processes between client and workload} */
  boolean hasProcesses() {
    return !processes.isEmpty();
  }

  private void awaitReady() {
    long limitNanos = System.nanoTime() + READY_LIMIT.toNanos();
    while (true) {
      processes.forEach(SubjectProcess::check);
      try {
        HeldConnections.open(address, 1).close();
        return;
      } catch (IOException e) {
        if (System.nanoTime() > limitNanos) {
          throw new BenchException(
              subject.name() + " serves no connection after " + READY_LIMIT.toSeconds() + " s", e);
        }
        Pause.of(PAUSE);
      }
    }
  }

  /** Checks that all processes run. */
  void check() {
    processes.forEach(SubjectProcess::check);
  }

  double cpuSeconds() throws IOException {
    double sum = 0;
    for (SubjectProcess process : processes) {
      sum += process.cpuSeconds();
    }
    return sum;
  }

  long residentBytes() throws IOException {
    long sum = 0;
    for (SubjectProcess process : processes) {
      sum += process.residentBytes();
    }
    return sum;
  }

  /** {@return what lives on the heaps, after garbage was collected; 0 if there is no JVM} */
  long liveHeapBytes() throws IOException {
    long sum = 0;
    for (SubjectProcess process : processes) {
      sum += process.liveHeapBytes();
    }
    return sum;
  }

  @Override
  public void close() {
    processes.forEach(SubjectProcess::close);
    processes.clear();
  }
}
