package io.spillway.suites.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.check.Question;
import io.spillway.harness.rule.Rulebook;
import io.spillway.harness.topology.Connector;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.Site;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where the cases of the M rules have the sites of a weighted listener's keys. */
class KeySitesTest {

  private static final double ALPHA = 1e-8;
  private static final Rulebook RULEBOOK = Rulebook.load();

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "M1/weighted 25/75, 2, blue red",
    "M1/weighted 1/3 at two sites and one, 3, blue red red",
    "M2/site killed, 3, blue green red",
    "M2/one of two sites lost, 4, blue green green red",
    "M2/one of two workloads lost, 3, blue green green red"
  })
  void network_hasAsManySitesOfAKeyAsTheCaseSays(String word, int sites, String keys) {
    Rulebook.Selection one = RULEBOOK.select(word).get(0);
    Network network = Scenarios.of(new Question(one.rule(), one.ruleCase(), ALPHA)).network();
    List<Site> serving =
        network.sites().stream().filter(site -> !site.connectors().isEmpty()).toList();

    assertThat(serving).hasSize(sites).hasSize(network.sites().size() - 1);
    assertThat(serving)
        .flatExtracting(Site::connectors)
        .extracting(Connector::routingKey)
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(keys.split(" ", -1)));
  }
}
