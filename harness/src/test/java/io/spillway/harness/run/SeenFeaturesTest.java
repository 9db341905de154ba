package io.spillway.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.doctor.Doctor;
import io.spillway.harness.doctor.Finding;
import io.spillway.harness.driver.DeclaringDriver;
import io.spillway.harness.driver.Driver;
import io.spillway.harness.fault.toxiproxy.EmbeddedToxiproxyServer;
import io.spillway.harness.rule.Feature;
import io.spillway.harness.runtime.SiteRuntime;
import io.spillway.harness.runtime.embedded.EmbeddedRuntime;
import io.spillway.router.RouterOptions;
import io.spillway.router.route.DestinationPolicy;
import io.spillway.router.route.Policies;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class SeenFeaturesTest {

  @Test
  void features_areComparedWithWhatIsDeclared() throws Exception {
    Set<Feature> declared = EnumSet.of(Feature.LINK_COST, Feature.WEIGHTED_LISTENER);
    SeenFeatures seen =
        looking(
            declared, EnumSet.of(Feature.BALANCING, Feature.LINK_COST, Feature.WEIGHTED_LISTENER));

    List<String> odd = seen.odd().stream().map(Finding::sentence).toList();
    assertThat(odd)
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .isEqualTo("balancing works and is not declared, so no rule asks for it"),
            second ->
                assertThat(second)
                    .startsWith("link-cost is declared and was not seen to work: of 20 clients"));
    assertThat(seen.words().orElseThrow())
        .contains(odd)
        .endsWith("; work as declared: weighted-listener");
  }

  @Test
  void featureThatIsNeitherThereNorDeclared_isNoNews() throws Exception {
    SeenFeatures seen = looking(Set.of(), EnumSet.of(Feature.LINK_COST));

    assertThat(seen.odd()).isEmpty();
    assertThat(seen.words()).contains("are not declared and do not work: link-cost");
  }

  @Test
  void nobodyLooked_saysNothing() {
    assertThat(SeenFeatures.none().odd()).isEmpty();
    assertThat(SeenFeatures.none().words()).isEmpty();
  }

  /** Looks at a router that does not care for costs. */
  private static SeenFeatures looking(Set<Feature> declared, Set<Feature> asked) throws Exception {
    Driver driver = new DeclaringDriver(declared);
    try (SiteRuntime runtime =
        new EmbeddedRuntime(
            driver,
            EmbeddedToxiproxyServer.start(),
            () -> RouterOptions.defaults().with(o -> o.policies(new Careless())))) {
      return SeenFeatures.look(new Doctor(runtime, driver), asked);
    }
  }

  private static final class Careless implements Policies {

    @Override
    public DestinationPolicy destination() {
      return (key, candidates, random) ->
          candidates.isEmpty()
              ? Optional.empty()
              : Optional.of(candidates.get(random.nextInt(candidates.size())).destination());
    }
  }
}
