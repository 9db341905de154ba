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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.Supplier;
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
    try (Socket socket = new Socket()) {
      return converse(socket, site, listener, ending);
    } catch (IOException e) {
      return "(" + e.getMessage() + ")";
    }
  }

  private String converse(Socket socket, String site, String listener, boolean ending) {
    try {
      socket.connect(network.listener(site, listener), CLIENT_LIMIT_MILLIS);
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

  /**
   * {@return what so many clients got who stayed until the last of them was there: a router that
   * divides connections by how many are open sends all to the same one who come one after another}
   */
  List<String> askTogether(String site, String listener, int clients) {
    List<Socket> open = new ArrayList<>();
    try {
      List<String> answers = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        Socket socket = new Socket();
        open.add(socket);
        answers.add(converse(socket, site, listener, false));
      }
      return answers;
    } finally {
      open.forEach(Patient::close);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a client's connection cannot be closed", e);
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
    await(
        what, "the last client of " + listener + " at " + site, answer, () -> ask(site, listener));
  }

  /**
   * Waits until one of so many clients is answered so, who stay until the last of them is there.
   *
   * @param what what is awaited, in words
   * @throws Complaint if that does not come; with what the last ones were answered
   */
  void awaitAmong(int clients, String site, String listener, String what, String answer) {
    await(
        what,
        "the last " + clients + " clients of " + listener + " at " + site + " together",
        answers -> answers.contains(answer),
        () -> askTogether(site, listener, clients));
  }

  private static <T> void await(String what, String who, Predicate<T> answer, Supplier<T> asking) {
    AtomicReference<T> last = new AtomicReference<>();
    try {
      Awaitility.await(what)
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .pollInterval(POLL)
          .atMost(LIMIT)
          .until(
              () -> {
                last.set(asking.get());
                return answer.test(last.get());
              });
    } catch (ConditionTimeoutException e) {
      throw new Complaint(
          "waited %d s in vain for %s; %s got %s"
              .formatted(LIMIT.toSeconds(), what, who, last.get()));
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
