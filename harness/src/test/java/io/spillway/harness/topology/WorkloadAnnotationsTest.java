package io.spillway.harness.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.topology.Connector.Workload.StandIn;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a file says what a connector's stand-in is like. */
final class WorkloadAnnotationsTest {

  private static final String CONNECTOR =
      """
      apiVersion: skupper.io/v2alpha1
      kind: Connector
      metadata:
        name: backend
        namespace: west
        annotations:
          spillway.dev/x: "1"
      spec:
        selector: app=backend
        port: 8080
      """;

  @Test
  void serviceTime_isInMillisecondsOrSeconds() {
    assertThat(connectors(annotated("service-time: 250ms")))
        .containsExactly(connector("backend", standIn().withServiceTime(Duration.ofMillis(250))));
    assertThat(connectors(annotated("service-time: 2s")))
        .containsExactly(connector("backend", standIn().withServiceTime(Duration.ofSeconds(2))));
    assertThat(connectors(annotated("service-time: 0s")))
        .containsExactly(connector("backend", standIn()));
  }

  @Test
  void serviceTime_thatIsNoneOrTooLong_isRefused() {
    String field = "net.yaml:7: Connector backend: metadata.annotations.spillway.dev/service-time";
    for (String time : List.of("fast", "250", "1.5s", "-1s", "1m")) {
      assertRefused(
          annotated("service-time: '" + time + "'"),
          field + " is \"" + time + "\"; it is a whole number of ms or s, such as 250ms");
    }
    assertRefused(annotated("service-time: 61s"), field + " is 61000ms; it is 0ms to 60000ms");
  }

  @Test
  void readiness_isTrueOrFalse() {
    assertThat(connectors(annotated("readiness: 'true'")))
        .containsExactly(connector("backend", standIn().withReadiness()));
    assertThat(connectors(annotated("readiness: 'false'")))
        .containsExactly(connector("backend", standIn()));

    String field = "net.yaml:7: Connector backend: metadata.annotations.spillway.dev/readiness";
    assertRefused(
        annotated("readiness: 'yes'"), field + " is \"yes\"; it is true or false (the default)");
    assertRefused(
        annotated("readiness: true"),
        field + " is the boolean true; it must be text: write \"true\" in quotes");
  }

  @Test
  void replicas_areConnectorsEachWithAStandInOfItsOwn() {
    assertThat(connectors(annotated("replicas: '3'")))
        .containsExactly(
            connector("backend-1", new StandIn("app=backend-1")),
            connector("backend-2", new StandIn("app=backend-2")),
            connector("backend-3", new StandIn("app=backend-3")));
  }

  @Test
  void replicas_outOfRange_areRefused() {
    for (String count : List.of("0", "101", "-1", "many", "9999999999")) {
      assertRefused(
          annotated("replicas: '" + count + "'"),
          "net.yaml:7: Connector backend: metadata.annotations.spillway.dev/replicas is \""
              + count
              + "\"; it is 1 to 100");
    }
  }

  @Test
  void replicaOfATakenName_isRefused() {
    assertRefused(
        annotated("replicas: '2'")
            + "---\n"
            + CONNECTOR
                .replace("name: backend", "name: backend-2")
                .replaceFirst("(?s)  annotations:.*?spec", "spec"),
        "net.yaml:15: Connector backend-2: site west has connector backend-2 already, Connector"
            + " backend at net.yaml:1; give each connector of a site a name of its own");
  }

  @Test
  void whatIsForStandIns_isRefusedOnARealWorkload() {
    for (String name : List.of("replicas: '2'", "service-time: 1s", "readiness: 'true'")) {
      assertRefused(
          annotated(name)
              .replace("selector: app=backend", "host: db")
              .replace("  annotations:", "  annotations:\n    spillway.dev/workload: real"),
          "net.yaml:8: Connector backend: metadata.annotations.spillway.dev/"
              + name.replaceFirst(":.*", "")
              + " is for a stand-in, and spillway.dev/workload is real; leave one of the two"
              + " annotations out");
    }
  }

  @Test
  void connectorsOfOneStandIn_mustSayTheSameOfIt() {
    String slow = annotated("service-time: 1s");
    String other = slow.replace("name: backend", "name: other");

    assertThat(connectors(slow + "---\n" + other)).hasSize(2);
    assertRefused(
        slow + "---\n" + other.replace("1s", "2s"),
        "net.yaml:17: Connector other: its workload, app=backend at port 8080, is that of Connector"
            + " backend at net.yaml:1 too, with another service time or readiness; say the same at"
            + " both, or give one another port");
  }

  @Test
  void builtServiceTime_isCheckedAsThatOfAFile() {
    NetworkBuilder.SiteBuilder slow =
        NetworkBuilder.network("n")
            .site("west")
            .connector("a", "a", 80, standIn().withServiceTime(Duration.ofMillis(-1)));

    assertThatThrownBy(slow::build)
        .hasMessage(
            "network n has 1 problem:\n  site west: Connector a:"
                + " metadata.annotations.spillway.dev/service-time is -1ms; it is 0ms to 60000ms");
  }

  @Test
  void workloadNames_areOfOneWorkloadEach() {
    Site site =
        NetworkBuilder.network("n")
            .site("west")
            .connector("one", "a", 80, standIn())
            .connector("two", "b", 80, standIn())
            .connector("three", "c", 81, standIn())
            .connector("real", "d", 82, new Connector.Workload.Real("db"))
            .build()
            .site("west");

    assertThat(site.connectors())
        .extracting(site::workloadName)
        .containsExactly("app=backend", "app=backend", "app=backend:81", "real");
  }

  private static StandIn standIn() {
    return new StandIn("app=backend");
  }

  private static Connector connector(String name, StandIn standIn) {
    return new Connector(name, "backend", 8080, standIn);
  }

  private static String annotated(String annotation) {
    return CONNECTOR.replace("x: \"1\"", annotation);
  }

  private static List<Connector> connectors(String yaml) {
    return NetworkReader.parse("net", yaml).network().site("west").connectors();
  }

  private static void assertRefused(String yaml, String problem) {
    assertThatThrownBy(() -> NetworkReader.parse("net", yaml))
        .isInstanceOf(NetworkException.class)
        .hasMessage("network net has 1 problem:\n  " + problem);
  }
}
