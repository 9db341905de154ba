package io.spillway.harness.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.spillway.harness.driver.DeclaringDriver;
import io.spillway.harness.driver.Driver;
import io.spillway.harness.driver.SitePlan;
import io.spillway.harness.driver.spillway.SpillwayDriver;
import io.spillway.harness.fault.toxiproxy.EmbeddedToxiproxyServer;
import io.spillway.harness.probe.ForwardingWorkload;
import io.spillway.harness.probe.WorkloadHandle;
import io.spillway.harness.probe.WorkloadState;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.runtime.ForwardingRuntime;
import io.spillway.harness.runtime.LinkPath;
import io.spillway.harness.runtime.RunningNetwork;
import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.harness.runtime.embedded.EmbeddedRuntime;
import io.spillway.harness.topology.Network;
import io.spillway.router.RouterOptions;
import io.spillway.router.route.DestinationPolicy;
import io.spillway.router.route.Policies;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class DoctorTest {

  @TempDir Path temp;

  @Test
  void referenceRouter_doesWhatItsDriverDeclares() {
    List<Finding> findings = examine(Policies::documented, UnaryOperator.identity());

    assertThat(findings).allMatch(Finding::isWell, "is well");
    assertThat(findings).extracting(Finding::feature).filteredOn(Optional::isEmpty).hasSize(6);
    assertThat(findings)
        .flatExtracting(finding -> finding.feature().stream().toList())
        .containsExactlyInAnyOrder(Feature.values());
  }

  @Test
  void featureThatWorksThoughItIsNotDeclared_isShown() {
    List<Finding> findings =
        examine(
            Policies::documented,
            features -> {
              features.remove(Feature.LINK_COST);
              return features;
            });

    assertThat(findings)
        .filteredOn(finding -> !finding.isWell())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.feature()).contains(Feature.LINK_COST);
              assertThat(finding.works()).isTrue();
              assertThat(finding.declared()).isFalse();
            });
  }

  @Test
  void featureThatDoesNotWork_isToldWithWhatWasSeen() {
    List<Finding> findings = examine(DoctorTest::anywhere, UnaryOperator.identity());

    assertThat(findings)
        .filteredOn(finding -> !finding.works())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.title()).isEqualTo("link-cost");
              assertThat(finding.words())
                  .startsWith("of 20 clients, one after another, {east/red=")
                  .contains("north/blue=")
                  .endsWith("the link to east costs 1, that to north 50");
            });
  }

  @Test
  void routerThatServesNobody_isAskedNothingMore() {
    List<Finding> findings = examine(DoctorTest::nowhere, UnaryOperator.identity());

    assertThat(findings)
        .extracting(Finding::title, Finding::works)
        .containsExactly(
            tuple("starts, and listens where it must", true), tuple("serves a client", false));
    assertThat(findings)
        .last()
        .satisfies(
            finding -> {
              assertThat(finding.words())
                  .startsWith("waited 15 s in vain for a client to be served by its own site;")
                  .contains("the last client of shop at west got (");
            });
  }

  @Test
  void complaint_comesWithTheLastLinesOfLogsAndWithWhereTheFilesLie() {
    List<Finding> findings = new ArrayList<>();
    Driver driver = new DeclaringDriver(EnumSet.allOf(Feature.class));
    try (SiteRuntime runtime =
        new OtherwiseRuntime(
            embedded(driver, DoctorTest::nowhere),
            LinkPath.SHORTEST,
            "log",
            (network, log) -> "too old\n1\n2\n\n3\n4\nno way to red\n")) {
      new Doctor(runtime, driver, DoctorFolder.prepare(temp)).examine(findings::add);
    }

    assertThat(findings.get(0).folder()).as("of what works").isEmpty();
    Path kept = temp.resolve("serves-a-client");
    assertThat(findings.get(1).folder()).contains(kept);
    assertThat(findings.get(1).words())
        .startsWith("waited 15 s in vain for a client to be served by its own site;")
        .endsWith("; west logged last: 3 | 4 | no way to red");
    assertThat(kept.resolve("complaint.txt")).hasContent(findings.get(1).words());
    assertThat(kept.resolve("west.log")).content().startsWith("too old");
    assertThat(kept.resolve("west.site.yaml")).content().contains("kind: Listener");
    assertThat(temp).as("of what does not work").isDirectoryContaining(kept::equals);
    assertThat(temp.toFile().list()).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("endsThatAreLost")
  void endThatIsLostOverALink_isToldAsTheLastThing(
      UnaryOperator<WorkloadHandle> otherwise, String complaint) {
    Driver driver = new DeclaringDriver(EnumSet.allOf(Feature.class));
    try (SiteRuntime runtime =
        new OtherwiseRuntime(
            embedded(driver, Policies::documented),
            LinkPath.PROXIED,
            "workloads",
            (network, workloads) ->
                ((List<?>) workloads)
                    .stream().map(WorkloadHandle.class::cast).map(otherwise).toList())) {
      assertThat(new Doctor(runtime, driver).examine(finding -> {}))
          .hasSize(6)
          .last()
          .satisfies(
              finding -> {
                assertThat(finding.title()).isEqualTo("passes an end and a reset on over a link");
                assertThat(finding.words()).contains(complaint);
              });
    }
  }

  /** Workloads that see and show of an end what they would with a router that loses it. */
  static List<Arguments> endsThatAreLost() {
    return List.of(
        arguments(
            changing(WorkloadState.RECEIVING, WorkloadState.HUNG),
            "ended its side and waited for the answer got (no answer within 3 s)"),
        arguments(
            (UnaryOperator<WorkloadHandle>)
                workload ->
                    new ForwardingWorkload(workload) {
                      @Override
                      public void hangUp() {}
                    },
            "saw no end of it within 3 s, after the workload red has closed its connection"),
        arguments(
            (UnaryOperator<WorkloadHandle>)
                workload ->
                    new ForwardingWorkload(workload) {
                      @Override
                      public long open() {
                        return 1;
                      }
                    },
            "whose client, over the link, has reset it; connections that are open at the workload"
                + " red: 1"),
        arguments(
            changing(WorkloadState.DEAD, WorkloadState.HUNG),
            "saw no end of it within 3 s, after the workload red has died"));
  }

  private static UnaryOperator<WorkloadHandle> changing(WorkloadState wanted, WorkloadState other) {
    return workload ->
        new ForwardingWorkload(workload) {
          @Override
          public void change(WorkloadState state) {
            super.change(state == wanted ? other : state);
          }
        };
  }

  @Test
  void routerWithoutLinksOfItsOwn_isNotAskedWhatItSaysInThem() {
    Driver balancer = new Asked(new SpillwayDriver(), Optional.empty(), List.of("red"));

    assertThat(Examinations.basics(balancer))
        .extracting(Examinations.Examination::title)
        .hasSize(5)
        .endsWith("serves a client from another site");
  }

  @Test
  void linkQuestionThatIsAnswered_works() {
    Driver driver = asking(new SpillwayDriver().linkQuestion().orElseThrow());
    try (SiteRuntime runtime = embedded(driver, Policies::documented)) {

      Finding found = new Doctor(runtime, driver).find(Examinations.statements(driver).get(0));

      assertThat(found.title()).isEqualTo("answers the question at its port for links");
      assertThat(found.words()).isEmpty();
    }
  }

  @Test
  void linkQuestionAfterWhichNobodyIsServed_isToldOf() {
    Driver driver = asking(new SpillwayDriver().linkQuestion().orElseThrow());
    try (SiteRuntime runtime =
        new OtherwiseRuntime(
            embedded(driver, Policies::documented),
            LinkPath.PROXIED,
            "doors",
            (network, doors) -> {
              network.workloads().forEach(workload -> workload.change(WorkloadState.DEAD));
              return doors;
            })) {

      Finding found = new Doctor(runtime, driver).find(Examinations.statements(driver).get(0));

      assertThat(found.words())
          .startsWith("of 20 clients, one after another, {(")
          .endsWith("a stranger has just asked the link question at east's port for links");
    }
  }

  @Test
  void linkQuestionThatIsNotAnswered_isToldAndTheFeaturesAreLookedAtAllTheSame() {
    Driver driver = asking("who?".getBytes(StandardCharsets.US_ASCII));
    try (SiteRuntime runtime = embedded(driver, Policies::documented)) {

      List<Finding> findings = new Doctor(runtime, driver).examine(finding -> {});

      assertThat(findings).hasSize(7 + Feature.values().length);
      assertThat(findings.get(6).words())
          .startsWith(
              "at the port for links of east the link question was not answered within 3 s: the"
                  + " connection was accepted");
    }
  }

  private static Driver asking(byte[] question) {
    return new Asked(
        new DeclaringDriver(EnumSet.allOf(Feature.class)), Optional.of(question), List.of());
  }

  /** The reference router, with this question and these channels. */
  private record Asked(Driver driver, Optional<byte[]> linkQuestion, List<String> channels)
      implements Driver {

    @Override
    public String name() {
      return driver.name();
    }

    @Override
    public String version() {
      return driver.version();
    }

    @Override
    public Set<Feature> features() {
      return driver.features();
    }

    @Override
    public String render(SitePlan plan) {
      return driver.render(plan);
    }

    @Override
    public List<String> channels(Network network) {
      return channels;
    }
  }

  /** Runs networks elsewhere; of those of this path one method answers otherwise. */
  private static final class OtherwiseRuntime extends ForwardingRuntime {

    private final LinkPath path;
    private final String asked;
    private final BiFunction<RunningNetwork, Object, Object> otherwise;

    OtherwiseRuntime(
        SiteRuntime runtime,
        LinkPath path,
        String asked,
        BiFunction<RunningNetwork, Object, Object> otherwise) {
      super(runtime);
      this.path = path;
      this.asked = asked;
      this.otherwise = otherwise;
    }

    @Override
    public RunningNetwork start(Network network, LinkPath links) {
      RunningNetwork running = super.start(network, links);
      if (links != path) {
        return running;
      }
      return (RunningNetwork)
          Proxy.newProxyInstance(
              RunningNetwork.class.getClassLoader(),
              new Class<?>[] {RunningNetwork.class},
              (proxy, method, arguments) -> {
                try {
                  Object answer = method.invoke(running, arguments);
                  return method.getName().equals(asked) ? otherwise.apply(running, answer) : answer;
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    }
  }

  /** Any destination, whatever it costs. */
  private static Policies anywhere() {
    return destination(
        (key, candidates, random) ->
            candidates.isEmpty()
                ? Optional.empty()
                : Optional.of(candidates.get(random.nextInt(candidates.size())).destination()));
  }

  private static Policies nowhere() {
    return destination((key, candidates, random) -> Optional.empty());
  }

  private static Policies destination(DestinationPolicy policy) {
    return new Policies() {
      @Override
      public DestinationPolicy destination() {
        return policy;
      }
    };
  }

  private static List<Finding> examine(
      Supplier<Policies> policies, UnaryOperator<Set<Feature>> declared) {
    Driver driver = new DeclaringDriver(declared.apply(EnumSet.allOf(Feature.class)));
    List<Finding> told = new ArrayList<>();
    try (SiteRuntime runtime = embedded(driver, policies)) {
      assertThat(new Doctor(runtime, driver).examine(told::add)).isEqualTo(told);
    }
    return told;
  }

  private static SiteRuntime embedded(Driver driver, Supplier<Policies> policies) {
    return new EmbeddedRuntime(
        driver,
        EmbeddedToxiproxyServer.start(),
        () -> RouterOptions.defaults().with(o -> o.policies(policies.get())));
  }
}
