package io.spillway.harness.doctor;

import static io.spillway.harness.doctor.Patient.require;

import io.spillway.harness.driver.Driver;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.probe.workload.Knock;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.runtime.LinkPath;
import io.spillway.harness.topology.Connector.Workload.StandIn;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import io.spillway.harness.topology.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What is looked at, from what every router must do to what it may be able to do. */
final class Examinations {

  private static final String WEST = "west";
  private static final String EAST = "east";
  private static final String SHOP = "shop";
  private static final String RED = "red";
  private static final String BLUE = "blue";
  private static final String WEST_RED = "west/red";
  private static final String EAST_RED = "east/red";
  private static final String WEST_BLUE = "west/blue";
  private static final String NORTH_BLUE = "north/blue";
  private static final String LINK_TO_EAST = "to-east";

  /** The harness waits as long when it looks what a fault does to a link. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

  private static final int FEW = 20;
  private static final int MANY = 200;

  private Examinations() {}

  /**
   * One thing to look at.
   *
   * @param title what, as the end of a sentence that begins with the router
   * @param feature the feature that it shows; empty for what every router must do
   * @param network where
   * @param links the way that its links take
   * @param body throws a {@link Patient.Complaint} where it does not work
   */
  record Examination(
      String title,
      Optional<Feature> feature,
      Network network,
      LinkPath links,
      Consumer<Patient> body) {}

  /**
   * {@return what every router must do, each built on the one before}
   *
   * @param driver the router's; one that makes no links has nothing in which it could say more than
   *     what leads them passes on
   */
  static List<Examination> basics(Driver driver) {
    Stream<Examination> ofSites =
        Stream.of(
            basic("starts, and listens where it must", oneSite(), patient -> {}),
            basic("serves a client", oneSite(), Examinations::servesAClient),
            basic(
                "passes on that a client has ended its side", oneSite(), Examinations::halfCloses),
            basic(
                "tells a client that nobody is there", oneSite(), Examinations::tellsThatNobodyIs),
            basic("serves a client from another site", twoSites(), Examinations::servesFromAfar));
    Stream<Examination> ofLinks =
        Stream.of(
            overLinks(
                "passes an end and a reset on over a link", bothWays(), Examinations::passesOn));
    return Stream.concat(ofSites, driver.channels(bothWays()).isEmpty() ? ofLinks : Stream.empty())
        .toList();
  }

  /** {@return what its driver says of it, beside its features} */
  static List<Examination> statements(Driver driver) {
    return driver.linkQuestion().stream()
        .map(
            words ->
                overLinks(
                    "answers the question at its port for links",
                    twoSites(),
                    Examinations::answersTheQuestion))
        .toList();
  }

  /** {@return what it may be able to do, a feature each} */
  static List<Examination> features() {
    return List.of(
        feature(Feature.BALANCING, twoOf(RED, RED), Examinations::balances),
        feature(Feature.LINK_COST, costs(), Examinations::prefersTheCheapPath),
        feature(Feature.WEIGHTED_LISTENER, weighted(), Examinations::divides),
        feature(Feature.PRIORITY_LISTENER, priority(), Examinations::keepsTheOrder),
        feature(Feature.SITE_FAILOVER, twoOf(RED, RED), Examinations::leavesAKilledSite),
        feature(Feature.WORKLOAD_FAILOVER, twoOf(RED, RED), Examinations::leavesADeadWorkload),
        feature(Feature.READINESS, twoOf(RED, RED), Examinations::leavesAnUnreadyWorkload),
        feature(Feature.TRAFFIC_SPLIT, split(false), Examinations::splits),
        feature(Feature.LINKERD_FAILOVER, split(true), Examinations::failsOver));
  }

  private static Examination basic(String title, Network network, Consumer<Patient> body) {
    return new Examination(title, Optional.empty(), network, LinkPath.SHORTEST, body);
  }

  /** Of links as runs lead them that fail one. */
  private static Examination overLinks(String title, Network network, Consumer<Patient> body) {
    return new Examination(title, Optional.empty(), network, LinkPath.PROXIED, body);
  }

  private static Examination feature(Feature feature, Network network, Consumer<Patient> body) {
    return new Examination(feature.word(), Optional.of(feature), network, LinkPath.SHORTEST, body);
  }

  private static Network oneSite() {
    NetworkBuilder network = NetworkBuilder.network("doctor-one-site");
    network.site(WEST).listener(SHOP, 8080, RED).connector(RED, RED, 9090);
    return network.build();
  }

  private static Network twoSites() {
    NetworkBuilder network = NetworkBuilder.network("doctor-two-sites");
    network.site(WEST).listener(SHOP, 8080, RED).link(EAST);
    network.site(EAST).connector(RED, RED, 9090);
    return network.build();
  }

  /** Clients and a workload at each of two sites; one of them declares the link. */
  private static Network bothWays() {
    NetworkBuilder network = NetworkBuilder.network("doctor-both-ways");
    network.site(WEST).listener(SHOP, 8080, RED).connector(BLUE, BLUE, 9091).link(EAST);
    network.site(EAST).listener(SHOP, 8080, BLUE).connector(RED, RED, 9090);
    return network.build();
  }

  /** Workloads at two sites; each tells over HTTP whether it is ready. */
  private static NetworkBuilder twoSitesOf(String keyOfEast, String keyOfNorth, int costOfNorth) {
    NetworkBuilder network = NetworkBuilder.network("doctor-three-sites");
    network.site(WEST).link(EAST, 1).link("north", costOfNorth);
    network.site(EAST).connector(RED, keyOfEast, 9090, new StandIn(RED).withReadiness());
    network.site("north").connector(BLUE, keyOfNorth, 9091, new StandIn(BLUE).withReadiness());
    return network;
  }

  private static Network twoOf(String keyOfEast, String keyOfNorth) {
    NetworkBuilder network = twoSitesOf(keyOfEast, keyOfNorth, 1);
    network.site(WEST).listener(SHOP, 8080, RED);
    return network.build();
  }

  private static Network costs() {
    NetworkBuilder network = twoSitesOf(RED, RED, 50);
    network.site(WEST).listener(SHOP, 8080, RED);
    return network.build();
  }

  private static Network weighted() {
    NetworkBuilder network = twoSitesOf(RED, BLUE, 1);
    network.site(WEST).weighted(SHOP, 8080, Map.of(RED, 1, BLUE, 3));
    return network.build();
  }

  private static Network priority() {
    NetworkBuilder network = twoSitesOf(RED, BLUE, 1);
    network.site(WEST).priority(SHOP, 8080, RED, BLUE);
    return network.build();
  }

  private static Network split(boolean controlled) {
    NetworkBuilder network = twoSitesOf(RED, BLUE, 1);
    network.site(WEST).listener(SHOP, 8080, RED);
    if (controlled) {
      network.site(WEST).failover(SHOP, RED, BLUE);
    } else {
      network
          .site(WEST)
          .split(SHOP, new Strategy.Split(Map.of(RED, 1, BLUE, 3), Optional.empty(), false));
    }
    return network.build();
  }

  private static void servesAClient(Patient patient) {
    patient.await(WEST, SHOP, "a client to be served by its own site", WEST_RED::equals);
  }

  private static void halfCloses(Patient patient) {
    servesAClient(patient);
    requireHalfClose(
        patient,
        WEST,
        RED,
        WEST_RED,
        "which the router has to pass on without closing the other direction");
  }

  private static void requireHalfClose(
      Patient patient, String site, String workload, String served, String remedy) {
    patient.change(workload, WorkloadState.RECEIVING);
    String answer = patient.askAndEnd(site, SHOP);
    require(
        answer.equals(served),
        "a client of "
            + site
            + " that wrote a line, ended its side and waited for the answer got "
            + answer
            + "; the workload answers when it sees the end of the client's side, "
            + remedy);
  }

  private static void tellsThatNobodyIs(Patient patient) {
    servesAClient(patient);
    patient.change(RED, WorkloadState.DEAD);
    patient.await(
        WEST,
        SHOP,
        "a client to be told that nobody is there, by a refusal or a close",
        answer -> answer.startsWith("(") && !answer.startsWith("(no answer"));
    patient.change(RED, WorkloadState.SERVING);
    patient.await(WEST, SHOP, "the workload that is back to be used", WEST_RED::equals);
  }

  private static void servesFromAfar(Patient patient) {
    patient.await(WEST, SHOP, "a client at west to be served by east", EAST_RED::equals);
  }

  private static void passesOn(Patient patient) {
    passesOn(patient, WEST, RED, EAST_RED);
    passesOn(patient, EAST, BLUE, WEST_BLUE);
  }

  /** For clients of one site and the workload of the other. */
  private static void passesOn(Patient patient, String site, String workload, String served) {
    String what = "a client at " + site + " to be served over the link by " + served;
    patient.await(site, SHOP, what, served::equals);
    requireHalfClose(
        patient,
        site,
        workload,
        served,
        "which routers have to say inside the link: what leads a link may take the end of one"
            + " direction for the end of the connection");
    patient.change(workload, WorkloadState.SERVING);
    patient.withClient(site, SHOP, served, client -> seesHangUp(patient, client, workload));
    patient.withClient(site, SHOP, served, client -> isMissed(patient, client, workload));
    patient.withClient(site, SHOP, served, client -> seesReset(patient, client, workload));
  }

  private static void seesHangUp(Patient patient, Client client, String workload) {
    patient.hangUp(workload);
    requireEnd(client, "the workload " + workload + " has closed its connection");
  }

  private static void isMissed(Patient patient, Client client, String workload) {
    client.reset();
    patient.awaitNobody(
        workload, "a connection at the workload to end whose client, over the link, has reset it");
  }

  /** What a workload has not read when it dies makes of its end a reset. */
  private static void seesReset(Patient patient, Client client, String workload) {
    patient.change(workload, WorkloadState.HUNG);
    client.say();
    patient.change(workload, WorkloadState.DEAD);
    requireEnd(client, "the workload " + workload + " has died, and reset its connection");
  }

  private static void requireEnd(Client client, String because) {
    require(
        client.seesTheEnd(),
        "a client that was being served over a link saw no end of it within "
            + Client.LIMIT
            + ", after "
            + because);
  }

  /** A stranger asks; neither the link nor a client may suffer from it. */
  private static void answersTheQuestion(Patient patient) {
    servesFromAfar(patient);
    Optional<Knock> asked =
        patient.network().doors().askThroughLink(WEST, LINK_TO_EAST, ANSWER_LIMIT);
    asked.ifPresent(
        knock ->
            require(
                knock.reception() == Knock.Reception.ANSWERED,
                ("at the port for links of east the link question was not answered within %d s: the"
                        + " connection was %s")
                    .formatted(ANSWER_LIMIT.toSeconds(), words(knock.reception()))));
    requireOnlyEast(
        patient, "a stranger has just asked the link question at east's port for links");
  }

  private static String words(Knock.Reception reception) {
    return switch (reception) {
      case UNANSWERED -> "neither accepted nor refused";
      case REFUSED -> "refused";
      case RESET -> "accepted, and reset without a byte";
      case CLOSED -> "accepted, and closed without a byte";
      case SILENT -> "accepted and stayed open, and no byte came";
      case ANSWERED -> "answered";
    };
  }

  private static void bothAreThere(Patient patient) {
    awaitAmong(patient, "a client to be served by east", EAST_RED);
    awaitAmong(patient, "a client to be served by north", NORTH_BLUE);
  }

  private static void awaitAmong(Patient patient, String what, String answer) {
    patient.awaitAmong(FEW, WEST, SHOP, what, answer);
  }

  private static void balances(Patient patient) {
    bothAreThere(patient);
  }

  private static void prefersTheCheapPath(Patient patient) {
    comesBackToEast(patient, "the cheap path", "the dear path");
    requireOnlyEast(patient, "the link to east costs 1, that to north 50");
  }

  /**
   * Shows that both are there before it is asked who is preferred, for a router that knows of one
   * alone takes it anyway. A site fails, of which also routers hear that ask no workload.
   */
  private static void comesBackToEast(Patient patient, String first, String second) {
    patient.await(WEST, SHOP, first + " to be used", EAST_RED::equals);
    patient.network().inject(EAST, new Fault.Kill());
    patient.await(
        WEST, SHOP, second + " to be used, with the router of east killed", NORTH_BLUE::equals);
    patient.network().heal(EAST);
    patient.await(WEST, SHOP, first + " to be used again", EAST_RED::equals);
  }

  private static void requireOnlyEast(Patient patient, String because) {
    Map<String, Integer> answers = patient.ask(WEST, SHOP, FEW);
    require(
        answers.equals(Map.of(EAST_RED, FEW)),
        "of %d clients, one after another, %s; %s".formatted(FEW, answers, because));
  }

  private static void divides(Patient patient) {
    bothAreThere(patient);
    requireShares(patient);
  }

  private static void requireShares(Patient patient) {
    Map<String, Integer> answers = patient.ask(WEST, SHOP, MANY);
    int blue = answers.getOrDefault(NORTH_BLUE, 0);
    int red = answers.getOrDefault(EAST_RED, 0);
    require(
        red + blue == MANY && blue > MANY * 55 / 100 && blue < MANY * 92 / 100,
        "of %d clients %s; red weighs 1 and blue, at north, weighs 3".formatted(MANY, answers));
  }

  private static void keepsTheOrder(Patient patient) {
    comesBackToEast(patient, "the first key", "the second key");
    requireOnlyEast(patient, "red, at east, is the first key");
  }

  private static void leavesAKilledSite(Patient patient) {
    bothAreThere(patient);
    patient.network().inject(EAST, new Fault.Kill());
    requireOnlyNorth(patient, "the router of east was killed");
    patient.network().heal(EAST);
    awaitAmong(patient, "the site that is back to be used", EAST_RED);
  }

  private static void leavesADeadWorkload(Patient patient) {
    leaves(patient, WorkloadState.DEAD, "the process of red died");
  }

  private static void leavesAnUnreadyWorkload(Patient patient) {
    leaves(patient, WorkloadState.NOT_READY, "red says over HTTP that it is not ready");
  }

  private static void leaves(Patient patient, WorkloadState state, String because) {
    bothAreThere(patient);
    patient.change(RED, state);
    requireOnlyNorth(patient, because);
    patient.change(RED, WorkloadState.SERVING);
    awaitAmong(patient, "the workload that is back to be used", EAST_RED);
  }

  /** So many clients in a row at north, sooner or later. */
  private static void requireOnlyNorth(Patient patient, String because) {
    int[] inRow = {0};
    patient.await(
        WEST,
        SHOP,
        FEW + " clients in a row to be served by north, after " + because,
        answer -> {
          inRow[0] = answer.equals(NORTH_BLUE) ? inRow[0] + 1 : 0;
          return inRow[0] == FEW;
        });
  }

  private static void splits(Patient patient) {
    bothAreThere(patient);
    requireShares(patient);
  }

  private static void failsOver(Patient patient) {
    patient.await(WEST, SHOP, "a client to be served by the primary", EAST_RED::equals);
    patient.change(RED, WorkloadState.NOT_READY);
    patient.await(WEST, SHOP, "the secondary to be used", NORTH_BLUE::equals);
    patient.change(RED, WorkloadState.SERVING);
    patient.await(WEST, SHOP, "the primary to be used again", EAST_RED::equals);
    requireOnlyEast(patient, "red, at east, is the primary");
  }
}
