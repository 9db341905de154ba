package io.spillway.harness.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.spillway.harness.driver.DeclaringDriver;
import io.spillway.harness.driver.Driver;
import io.spillway.harness.fault.toxiproxy.EmbeddedToxiproxyServer;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.harness.runtime.embedded.EmbeddedRuntime;
import io.spillway.router.route.DestinationPolicy;
import io.spillway.router.route.Policies;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DoctorTest {

  @Test
  void referenceRouter_doesWhatItsDriverDeclares() {
    List<Finding> findings = examine(Policies::documented, UnaryOperator.identity());

    assertThat(findings).allMatch(Finding::isWell, "is well");
    assertThat(findings).extracting(Finding::feature).filteredOn(Optional::isEmpty).hasSize(5);
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
    try (SiteRuntime runtime =
        new EmbeddedRuntime(driver, EmbeddedToxiproxyServer.start(), policies)) {
      assertThat(new Doctor(runtime, driver).examine(told::add)).isEqualTo(told);
    }
    return told;
  }
}
