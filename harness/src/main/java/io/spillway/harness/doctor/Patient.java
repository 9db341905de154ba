package io.spillway.harness.doctor;

import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.runtime.RunningNetwork;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A running network under examination, asked by single clients. For one thread. */
final class Patient {

  /** A router that knows of a change after that does not know of it at all. */
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private static final Duration POLL = Duration.ofMillis(100);

  private final RunningNetwork network;

  Patient(RunningNetwork network) {
    this.network = network;
  }

  RunningNetwork network() {
    return network;
  }

  /** {@return who served a client, as {@code site/workload}, or what became of it in brackets} */
  String ask(String site, String listener) {
    try (Client client = new Client()) {
      return client.ask(network.listener(site, listener));
    }
  }

  /** Does what {@link #ask} does for a client that ends its side at once, and waits. */
  String askAndEnd(String site, String listener) {
    try (Client client = new Client()) {
      return client.askAndEnd(network.listener(site, listener));
    }
  }

  /**
   * Lets a client stay that was served so, and closes it at the end.
   *
   * @throws Complaint if it is served by somebody else, or not at all
   */
  void withClient(String site, String listener, String served, Consumer<Client> stay) {
    try (Client client = new Client()) {
      String answer = client.ask(network.listener(site, listener));
      require(
          answer.equals(served),
          "a client of %s at %s got %s, and not %s as those before"
              .formatted(listener, site, answer, served));
      stay.accept(client);
    }
  }

  /**
   * {@return what so many clients got who stayed until the last of them was there: a router that
   * divides connections by how many are open sends all to the same one who come one after another}
   */
  List<String> askTogether(String site, String listener, int clients) {
    List<Client> open = new ArrayList<>();
    try {
      List<String> answers = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        Client client = new Client();
        open.add(client);
        answers.add(client.ask(network.listener(site, listener)));
      }
      return answers;
    } finally {
      open.forEach(Client::close);
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
        what,
        "the last client of " + listener + " at " + site + " got",
        answer,
        () -> ask(site, listener));
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
        "the last " + clients + " clients of " + listener + " at " + site + " together got",
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
          "waited %d s in vain for %s; %s %s".formatted(LIMIT.toSeconds(), what, who, last.get()));
    }
  }

  /**
   * Waits until the workload of that name has no connection.
   *
   * @param what what is awaited, in words
   * @throws Complaint if that does not come
   */
  void awaitNobody(String name, String what) {
    await(
        what,
        "connections that are open at the workload " + name + ":",
        open -> open == 0,
        workload(name)::open);
  }

  /** Changes the workload of that name. */
  void change(String name, WorkloadState state) {
    act(name, workload -> workload.change(state), "changed");
  }

  /** Lets the workload of that name close its connections, in order. */
  void hangUp(String name) {
    act(name, WorkloadHandle::hangUp, "made to hang up");
  }

  private void act(String name, Consumer<WorkloadHandle> action, String what) {
    WorkloadHandle workload = workload(name);
    try {
      action.accept(workload);
    } catch (UncheckedIOException e) {
      throw new Complaint(
          "the workload %s could not be %s: %s".formatted(name, what, e.getMessage()));
    }
  }

  private WorkloadHandle workload(String name) {
    return network.workloads().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no workload " + name));
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
