package io.spillway.harness.driver.balancer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.harness.topology.Network;
import io.spillway.harness.topology.NetworkBuilder;
import org.junit.jupiter.api.Test;

final class ShortestPathsTest {

  /** A square a-b-c-d with a dear side a-d, and e, to which nothing leads. */
  private static final Network SQUARE =
      NetworkBuilder.network("square")
          .site("a")
          .link("b", 2)
          .link("d", 9)
          .site("b")
          .link("c", 2)
          .site("c")
          .link("d", 2)
          .site("d")
          .site("e")
          .build();

  @Test
  void cheapestPath_isTakenThoughItHasMoreLinks() {
    ShortestPaths paths = ShortestPaths.from("a", SQUARE);

    assertThat(paths.nextHop("d")).contains("b");
    assertThat(paths.cost("d")).isEqualTo(6);
  }

  @Test
  void link_leadsBackAsWell() {
    ShortestPaths paths = ShortestPaths.from("d", SQUARE);

    assertThat(paths.nextHop("a")).contains("c");
    assertThat(paths.cost("a")).isEqualTo(6);
  }

  @Test
  void siteItself_costsNothingAndNeedsNoHop() {
    ShortestPaths paths = ShortestPaths.from("a", SQUARE);

    assertThat(paths.nextHop("a")).isEmpty();
    assertThat(paths.cost("a")).isZero();
  }

  @Test
  void siteApart_isNotReached() {
    ShortestPaths paths = ShortestPaths.from("a", SQUARE);

    assertThat(paths.reach("d")).isTrue();
    assertThat(paths.reach("e")).isFalse();
    assertThatThrownBy(() -> paths.cost("e"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no path leads to site e");
  }

  @Test
  void cheapestOfTwoLinks_counts() {
    Network network =
        NetworkBuilder.network("double")
            .site("a")
            .link("dear", "b", 9)
            .link("cheap", "b", 3)
            .site("b")
            .build();

    assertThat(ShortestPaths.from("a", network).cost("b")).isEqualTo(3);
  }

  @Test
  void equalCost_takesFewerLinksAndThenTheFirstName() {
    Network network =
        NetworkBuilder.network("ties")
            .site("a")
            .link("z", 1)
            .link("y", 1)
            .link("far", 3)
            .site("y")
            .link("end", 1)
            .site("z")
            .link("end", 1)
            .site("end")
            .link("far", 1)
            .site("far")
            .build();

    ShortestPaths paths = ShortestPaths.from("a", network);

    assertThat(paths.nextHop("end")).contains("y");
    assertThat(paths.nextHop("far")).contains("far");
  }
}
