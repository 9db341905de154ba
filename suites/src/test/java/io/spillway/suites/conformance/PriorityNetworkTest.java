package io.spillway.suites.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.spillway.harness.topology.Link;
import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.Site;
import io.spillway.suites.conformance.PriorityNetwork.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriorityNetworkTest {

  private static final List<String> TWO_AND_ONE = List.of("first", "first", "second");
  private static final PriorityNetwork KEYS = PriorityNetwork.of(TWO_AND_ONE, "50 10 1");

  @Test
  void key_thatIsNamedTwice_hasTwoSites() {
    Network network = KEYS.network("two and one", false);

    assertThat(KEYS.keys()).containsExactly("first", "second");
    assertThat(network.sites())
        .extracting(Site::name)
        .containsExactlyInAnyOrder("west", "site-first", "site-first-2", "site-second");
    assertThat(network.site("site-first-2").connectors())
        .singleElement()
        .satisfies(connector -> assertThat(connector.routingKey()).isEqualTo("first"));
  }

  @Test
  void costs_areThoseOfTheLinksInTheOrderOfTheKeys() {
    assertThat(KEYS.network("two and one", false).site("west").links())
        .extracting(Link::to, Link::cost)
        .containsExactlyInAnyOrder(
            tuple("site-first", 50), tuple("site-first-2", 10), tuple("site-second", 1));
  }

  @Test
  void firstKey_isTheFirstOneThatHasAPlaceLeft() {
    List<Place> places = KEYS.places();

    assertThat(KEYS.firstKey(place -> true)).isEqualTo("first");
    assertThat(KEYS.firstKey(place -> !place.equals(places.get(0)))).isEqualTo("first");
    assertThat(KEYS.firstKey(places.get(2)::equals)).isEqualTo("second");
  }

  @Test
  void keysAndCosts_thatDoNotFit_areRefused() {
    assertThatThrownBy(() -> PriorityNetwork.of(TWO_AND_ONE, "50 10"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a cost for each of [first, first, second] is needed, not 50 10");
    assertThatThrownBy(() -> PriorityNetwork.of(List.of("one", "one", "one"), "1 1 1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a key has two sites at the most, not as in [one, one, one]");
  }
}
