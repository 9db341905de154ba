package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.history.io.PhaseScope;
import io.spillway.harness.probe.Load;
import io.spillway.harness.probe.Prober;
import io.spillway.harness.probe.Target;
import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.probe.workload.Bulk;
import io.spillway.harness.run.Estimate;
import io.spillway.harness.run.Scenario;
import io.spillway.harness.run.Stage;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * F10: connections with one write, small or large, by whoever closes first, to workloads at the
 * clients' own site, one link away and two links away, all used at the same time by many clients,
 * while another site is killed and comes back.
 *
 * <p>Where workloads close first, they say who they are and close at once; each one's own count
 * says how many banners it wrote. Where clients do, they write a message and end their side at
 * once, so that it can reach the router together with the end, before there is a connection to pass
 * it on to; each workload's own account says what it received, and its answer tells the client
 * which of the account's connections was its own.
 *
 * <p>Both kinds of connection are needed, though each one of the second kind is written to from
 * both ends: whoever closes second does so on a connection whose other half is over already, and
 * whoever closes first on one that is still wanted. A router may lose bytes in one of these and not
 * in the other.
 *
 * <p>A small write never waits in a router. So there are long connections of both kinds, fewer of
 * them, on which whoever closes first writes a {@link Bulk} before, and the other side takes its
 * time to read: then whichever router passes it on to the reader still has some of it when it reads
 * the end. A router that lets go of that has lost nothing of any other connection.
 *
 * <p>A client ends its side and does not close its socket, which is the same to the router and lets
 * the client have the answer. As nothing was written to it before, no reset can destroy what it
 * wrote.
 */
public final class ShortConnectionsScenario implements Scenario {

  private static final String CLIENTS = "west";
  private static final String VICTIM = "north";
  private static final int PORT = 8080;
  private static final int CLIENTS_EACH = 8;

  /** So many long connections at a time leave a router time enough to be faster than a reader. */
  private static final int LONG_CLIENTS_EACH = 4;

  /** A slow machine makes about so many a second, to all kinds together. */
  private static final int SLOWEST_RATE = 300;

  /** The same for long ones. */
  private static final int SLOWEST_LONG_RATE = 5;

  /** Where each kind of destination is; it has the name of its listener, key and workload. */
  private static final Map<String, String> SITES =
      Map.of("local", CLIENTS, "near", "east", "far", "south");

  private static final List<String> KINDS = List.of("local", "near", "far");

  private final String name;
  private final boolean clientsCloseFirst;
  private final boolean isLong;
  private final int connections;
  private final Duration limit;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code closes-first} ({@code workload} or {@code
   *     client}), {@code least-bytes} and {@code short-connections}, for each kind of destination
   * @throws IllegalArgumentException if more bytes are asked for than are written
   */
  public ShortConnectionsScenario(Question question) {
    name = question.ruleCase().name();
    clientsCloseFirst = question.ruleCase().text("closes-first").equals("client");
    connections = question.ruleCase().integer("short-connections");
    int leastBytes = question.ruleCase().integer("least-bytes");
    if (leastBytes > Bulk.LEAST_BYTES) {
      throw new IllegalArgumentException(
          "F10: at least " + Bulk.LEAST_BYTES + " bytes are written, not " + leastBytes);
    }
    isLong = leastBytes > 0;
    int slowest = isLong ? SLOWEST_LONG_RATE : SLOWEST_RATE;
    limit = Duration.ofSeconds(30L + KINDS.size() * connections / slowest);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("short-connections");
    network.site(CLIENTS).link("east").link(VICTIM);
    network.site("east").link("south");
    network.site(VICTIM).connector("bystander", "bystander", PORT);
    int port = PORT;
    for (String kind : KINDS) {
      network.site(CLIENTS).listener(kind, port, kind);
      network.site(SITES.get(kind)).connector(kind, kind, port);
      port++;
    }
    return network.build();
  }

  @Override
  public Estimate estimate() {
    Duration duration =
        isLong ? Duration.ofMillis(500L * connections / LONG_CLIENTS_EACH) : Duration.ofSeconds(12);
    return new Estimate(KINDS.size() * connections, duration);
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    List<Kind> kinds = new ArrayList<>();
    for (String kind : KINDS) {
      stage.workload(SITES.get(kind), kind).change(state());
      kinds.add(new Kind(stage, kind));
    }
    Limits.await(
        "a part of the connections, so that the fault comes in the midst of them",
        limit,
        () -> kinds.stream().allMatch(kind -> kind.load.ended() >= connections / 4));
    Stage.SiteFault fault = stage.inject(KINDS.get(0), VICTIM, new Fault.Kill());
    stage.awaitUnreached(CLIENTS, VICTIM, limit);
    fault.heal();
    stage.awaitReached(CLIENTS, VICTIM, limit);
    for (Kind kind : kinds) {
      Limits.await(connections + " connections", limit, () -> kind.load.ended() >= connections);
      kind.load.close();
    }
    stage.settle();
    kinds.forEach(Kind::close);
  }

  private WorkloadState state() {
    if (isLong) {
      return clientsCloseFirst ? WorkloadState.RECEIVING_SLOWLY : WorkloadState.GIVING;
    }
    return clientsCloseFirst ? WorkloadState.RECEIVING : WorkloadState.BRIEF;
  }

  private Load load(Prober prober, Target target, String phase) {
    if (isLong) {
      return clientsCloseFirst
          ? prober.longMessages(target, phase, LONG_CLIENTS_EACH)
          : prober.longAnswers(target, phase, LONG_CLIENTS_EACH);
    }
    return clientsCloseFirst
        ? prober.messages(target, phase, CLIENTS_EACH)
        : prober.closedLoop(target, phase, CLIENTS_EACH);
  }

  /** The short connections to one kind of destination, in a phase of their own. */
  private final class Kind {

    private final Stage stage;
    private final WorkloadHandle workload;
    private final PhaseScope phase;
    private final Load load;

    Kind(Stage stage, String kind) {
      this.stage = stage;
      workload = stage.workload(SITES.get(kind), kind);
      phase = stage.phase(kind, claim().with("beside", "killed").attributes());
      load = load(stage.prober(), stage.target(CLIENTS, kind), kind);
    }

    private Claim claim() {
      String who = workload.site() + "/" + workload.name();
      return clientsCloseFirst
          ? Claim.received(who, workload.accepted())
          : Claim.delivered(who, workload.accepted());
    }

    void close() {
      if (clientsCloseFirst) {
        stage.recordReceipts(workload);
      }
      phase.attribute("accepted-after", Long.toString(workload.accepted()));
      phase.close();
    }
  }
}
