package io.spillway.harness.doctor;

import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.probe.workload.Banner;
import io.spillway.harness.runtime.RunningNetwork;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A running network under examination, asked by single clients. For one thread. */
final class Patient {

  /** A router that knows of a change after that does not know of it at all. */
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private static final Duration POLL = Duration.ofMillis(100);
  private static final int CLIENT_LIMIT_MILLIS = 3_000;

  private final RunningNetwork network;

  Patient(RunningNetwork network) {
    this.network = network;
  }

  RunningNetwork network() {
    return network;
  }

  /** {@return who served a client, as {@code site/workload}, or what became of it in brackets} */
  String ask(String site, String listener) {
    return converse(site, listener, false);
  }

  /** Does what {@link #ask} does for a client that ends its side at once, and waits. */
  String askAndEnd(String site, String listener) {
    return converse(site, listener, true);
  }

  private String converse(String site, String listener, boolean ending) {
    var at = network.listener(site, listener);
    try (Socket socket = new Socket()) {
      socket.connect(at, CLIENT_LIMIT_MILLIS);
      socket.setSoTimeout(CLIENT_LIMIT_MILLIS);
      if (ending) {
        socket.getOutputStream().write("hello\n".getBytes(StandardCharsets.US_ASCII));
        socket.shutdownOutput();
      }
      String line =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
              .readLine();
      return Optional.ofNullable(line)
          .map(
              words ->
                  Banner.parse(words)
                      .map(banner -> banner.site() + "/" + banner.workload())
                      .orElse("(answered by somebody else: " + words + ")"))
          .orElse("(closed without a byte)");
    } catch (SocketTimeoutException e) {
      return "(no answer within " + CLIENT_LIMIT_MILLIS / 1_000 + " s)";
    } catch (IOException e) {
      return "(" + e.getMessage() + ")";
    }
  }

  /** {@return how many of so many clients, one after another, each of them served} */
  Map<String, Integer> ask(String site, String listener, int clients) {
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < clients; i++) {
      counts.merge(ask(site, listener), 1, Integer::sum);
    }
    return counts;
  }

  /**
   * Waits until clients are answered so.
   *
   * @param what what is awaited, in words
   * @throws Complaint if that does not come; with what the last client was answered
   */
  void await(String site, String listener, String what, Predicate<String> answer) {
    AtomicReference<String> last = new AtomicReference<>("");
    try {
      Awaitility.await(what)
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(POLL)
          .atMost(LIMIT)
          .until(
              () -> {
                last.set(ask(site, listener));
                return answer.test(last.get());
              });
    } catch (ConditionTimeoutException e) {
      throw new Complaint(
          "waited %d s in vain for %s; the last client of %s at %s got %s"
              .formatted(LIMIT.toSeconds(), what, listener, site, last.get()));
    }
  }

  /** Changes the workload of that name. */
  void change(String name, WorkloadState state) {
    WorkloadHandle workload =
        network.workloads().stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no workload " + name));
    try {
      workload.change(state);
    } catch (UncheckedIOException e) {
      throw new Complaint("the workload " + name + " could not be changed: " + e.getMessage());
    }
  }

  /**
   * Insists on something.
   *
   * @throws Complaint if it is not so
   */
  static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new Complaint(otherwise);
    }
  }

  /** Something that does not work, in words. */
  static final class Complaint extends RuntimeException {
    private static final long serialVersionUID = 1;

    Complaint(String words) {
      super(words);
    }
  }
}
