package io.spillway.suites.conformance;

import io.spillway.harness.check.Question;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.history.io.PhaseScope;
import io.spillway.harness.probe.Load;
import io.spillway.harness.probe.Target;
import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.probe.WorkloadState;
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
 * F10: connections with one small write by whoever closes first, to workloads at the clients' own
 * site, one link away and two links away, all used at the same time by many clients, while another
 * site is killed and comes back.
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
 * in the other. As each of the second kind tests both directions, fewer of them are made; it costs
 * as much time as one of the first kind, and this is the dearest of all rules.
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

  /** A slow machine makes about so many a second, to all kinds together. */
  private static final int SLOWEST_RATE = 300;

  /** Where each kind of destination is; it has the name of its listener, key and workload. */
  private static final Map<String, String> SITES =
      Map.of("local", CLIENTS, "near", "east", "far", "south");

  private static final List<String> KINDS = List.of("local", "near", "far");

  private final String name;
  private final boolean clientsCloseFirst;
  private final int connections;
  private final Duration limit;

  /**
   * Creates the scenario.
   *
   * @param question a case with the parameters {@code closes-first} ({@code workload} or {@code
   *     client}) and {@code short-connections}, for each kind of destination
   */
  public ShortConnectionsScenario(Question question) {
    name = question.ruleCase().name();
    clientsCloseFirst = question.ruleCase().text("closes-first").equals("client");
    connections = question.ruleCase().integer("short-connections");
    limit = Duration.ofSeconds(30L + KINDS.size() * connections / SLOWEST_RATE);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Network network() {
    NetworkBuilder network = NetworkBuilder.network("short-connections");
    network.site(CLIENTS).link("east").link(VICTIM);
    network.site("east").link("south").link(VICTIM);
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
    return new Estimate(KINDS.size() * connections, Duration.ofSeconds(12));
  }

  @Override
  public void play(Stage stage) throws InterruptedException {
    List<Kind> kinds = new ArrayList<>();
    for (String kind : KINDS) {
      stage
          .workload(SITES.get(kind), kind)
          .change(clientsCloseFirst ? WorkloadState.RECEIVING : WorkloadState.BRIEF);
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
      Target target = stage.target(CLIENTS, kind);
      load =
          clientsCloseFirst
              ? stage.prober().messages(target, kind, CLIENTS_EACH)
              : stage.prober().closedLoop(target, kind, CLIENTS_EACH);
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
