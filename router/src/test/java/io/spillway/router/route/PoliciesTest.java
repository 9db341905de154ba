package io.spillway.router.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.router.route.Choice.Chosen;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class PoliciesTest {

  private static final int CHOICES = 40_000;

  private final SplittableRandom random = new SplittableRandom(20_261_121);
  private final Policies documented = Policies.documented();

  @Test
  void weights_25_and_75_give_a_quarter_and_three_quarters() {
    Map<String, Integer> served = weighted(Map.of("a", 25, "b", 75), "a", "b");

    // 5 standard deviations of a binomial share are 433 of 40 000
    assertThat(served.get("a")).isBetween(10_000 - 433, 10_000 + 433);
  }

  @Test
  void weight_1_of_100_gets_a_hundredth() {
    Map<String, Integer> served = weighted(Map.of("a", 1, "b", 99), "a", "b");

    assertThat(served.get("a")).isBetween(400 - 100, 400 + 100);
  }

  @Test
  void unreachable_key_leaves_its_part_to_the_others_in_proportion() {
    Map<String, Integer> served = weighted(Map.of("a", 60, "b", 10, "c", 30), "b", "c");

    assertThat(served).containsOnlyKeys("b", "c");
    assertThat(served.get("b")).isBetween(10_000 - 433, 10_000 + 433);
  }

  @Test
  void weighted_choice_looks_neither_at_cost_nor_at_load() {
    KeyPolicy policy = documented.weighted(Map.of("a", 50, "b", 50));
    List<KeyOption> options = List.of(option("a", 0, 0), option("b", 99_999, 5_000));

    assertThat(served(policy, options).get("a")).isBetween(20_000 - 500, 20_000 + 500);
  }

  @Test
  void key_of_weight_0_is_used_only_when_nothing_else_is_reachable() {
    Map<String, Integer> weights = Map.of("a", 0, "b", 1);

    assertThat(weighted(weights, "a", "b")).containsOnlyKeys("b");
    assertThat(weighted(weights, "a")).containsOnlyKeys("a");
  }

  @Test
  void priority_uses_the_first_reachable_key_whatever_its_cost_and_load() {
    KeyPolicy policy = documented.priority(List.of("a", "b", "c"));
    KeyOption a = option("a", 99_999, 5_000);
    KeyOption b = option("b", 1, 0);
    KeyOption c = option("c", 0, 0);

    assertThat(policy.choose(List.of(a, b, c), random)).isEqualTo("a");
    assertThat(policy.choose(List.of(b, c), random)).isEqualTo("b");
    assertThat(policy.choose(List.of(c), random)).isEqualTo("c");
    assertThat(policy.choose(List.of(a, c), random)).isEqualTo("a");
  }

  @Test
  void destination_of_lowest_path_cost_is_chosen_while_the_threshold_is_not_reached() {
    for (int open = 0; open < 5; open++) {
      assertThat(chosen(candidate("near", 0, open), candidate("far", 5, 0)))
          .as("with %d open", open)
          .containsOnly("near");
    }
  }

  @Test
  void tie_is_broken_by_chance_and_beyond_it_the_other_path_is_chosen() {
    assertThat(chosen(candidate("near", 0, 5), candidate("far", 5, 0)))
        .containsExactlyInAnyOrder("near", "far");
    assertThat(chosen(candidate("near", 0, 6), candidate("far", 5, 0))).containsOnly("far");
  }

  @Test
  void equal_paths_share_and_the_less_loaded_one_is_preferred() {
    assertThat(chosen(candidate("x", 7, 3), candidate("y", 7, 3)))
        .containsExactlyInAnyOrder("x", "y");
    assertThat(chosen(candidate("x", 7, 3), candidate("y", 7, 2))).containsOnly("y");
  }

  @Test
  void only_path_is_used_whatever_it_costs() {
    assertThat(chosen(candidate("far", 99_999, 1_000_000))).containsOnly("far");
  }

  @Test
  void primary_that_is_ready_gets_everything_whatever_cost_load_and_weights_say() {
    KeyPolicy split = documented.split(Map.of("main", 0, "spare", 9), "main", true);
    List<KeyOption> options = List.of(option("spare", 0, 0), option("main", 99_999, 5_000));

    assertThat(served(split, options)).containsOnlyKeys("main");
  }

  @Test
  void secondaries_share_equally_while_the_primary_is_not_ready_whatever_their_weights() {
    KeyPolicy split = documented.split(Map.of("main", 1, "x", 0, "y", 0, "z", 1_000), "main", true);

    // 5 standard deviations of a third are 471 of 40 000
    assertThat(served(split, options("x", "y", "z")).values())
        .hasSize(3)
        .allSatisfy(count -> assertThat(count).isBetween(13_333 - 471, 13_333 + 471));
    assertThat(served(split, options("x", "z")).get("x")).isBetween(20_000 - 500, 20_000 + 500);
    assertThat(served(split, options("y"))).containsOnlyKeys("y");
  }

  @Test
  void primary_that_returns_first_after_all_were_gone_gets_everything_again() {
    RoutingTable nobody = new Networks().site("west").tableOf("west");
    RoutingTable primary = new Networks().connector("west", "main").tableOf("west");
    RoutingTable both =
        new Networks().connector("west", "spare").connector("west", "main").tableOf("west");
    Choice choice = split(Map.of("main", 1, "spare", 0), true);

    assertThat(first(choice, nobody)).isEmpty();
    assertThat(first(choice, primary)).contains("main");
    assertThat(first(choice, both)).contains("main");
  }

  @Test
  void weights_of_a_split_that_nobody_controls_stand_whoever_is_reachable() {
    Map<String, Integer> weights = new LinkedHashMap<>();
    weights.put("a", 1);
    weights.put("b", 3);
    weights.put("never", 0);
    KeyPolicy split = documented.split(weights, "a", false);

    Map<String, Integer> served = served(split, options("b", "never"));

    assertThat(served).containsOnlyKeys("a", "b");
    assertThat(served.get("a")).isBetween(10_000 - 433, 10_000 + 433);
  }

  @Test
  void connection_stays_with_the_backend_that_it_fell_to_in_a_split_that_nobody_controls() {
    RoutingTable table =
        new Networks()
            .connector("west", "a")
            .link("west", "east", 5)
            .connector("east", "a")
            .connector("east", "b")
            .tableOf("west");
    Choice choice = split(Map.of("a", 1, "b", 1), false);
    Destination near = new Destination("west", "connector-a");
    Destination far = new Destination("east", "connector-a");
    Optional<Chosen> earlier = Optional.of(new Chosen("a", near));

    for (int i = 0; i < 100; i++) {
      assertThat(choice.choose(table, earlier, Set.of(near), open -> 0, random))
          .contains(new Chosen("a", far));
      assertThat(choice.choose(table, earlier, Set.of(near, far), open -> 0, random)).isEmpty();
    }
  }

  @Test
  void split_without_any_weight_is_refused() {
    assertThatThrownBy(() -> documented.split(Map.of("a", 0), "a", false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{a=0}");
  }

  @Test
  void cost_picks_the_connector_within_the_key_that_the_strategy_picked() {
    RoutingTable table =
        new Networks()
            .connector("west", "b")
            .link("west", "east", 5)
            .connector("east", "a")
            .link("west", "north", 4)
            .connector("north", "a")
            .tableOf("west");
    Choice choice =
        new Choice(
            List.of("a", "b"), documented.weighted(Map.of("a", 1)), documented.destination());

    for (int i = 0; i < 100; i++) {
      assertThat(choice.choose(table, Optional.empty(), Set.of(), open -> 0, random))
          .contains(new Chosen("a", new Destination("north", "connector-a")));
    }
  }

  @Test
  void choice_leaves_out_what_has_failed_and_ends_when_nothing_is_left() {
    RoutingTable table =
        new Networks()
            .connector("west", "a")
            .link("west", "east", 5)
            .connector("east", "a")
            .connector("east", "b")
            .tableOf("west");
    Choice choice =
        new Choice(
            List.of("a", "b"), documented.priority(List.of("a", "b")), documented.destination());
    List<Optional<Chosen>> tried = new ArrayList<>();
    Set<Destination> failed = new HashSet<>();

    Optional<Chosen> last = Optional.empty();
    for (int i = 0; i < 4; i++) {
      last = choice.choose(table, last, failed, open -> 0, random);
      tried.add(last);
      last.ifPresent(chosen -> failed.add(chosen.destination()));
    }

    assertThat(tried)
        .containsExactly(
            Optional.of(new Chosen("a", new Destination("west", "connector-a"))),
            Optional.of(new Chosen("a", new Destination("east", "connector-a"))),
            Optional.of(new Chosen("b", new Destination("east", "connector-b"))),
            Optional.empty());
  }

  @Test
  void injected_policy_may_insist_on_a_destination_that_is_gone() {
    Destination gone = new Destination("nowhere", "c");
    Choice choice =
        new Choice(List.of("a"), (options, chance) -> "a", (key, all, chance) -> Optional.of(gone));
    RoutingTable table = new Networks().connector("west", "a").tableOf("west");

    assertThat(choice.choose(table, Optional.empty(), Set.of(gone), open -> 0, random))
        .contains(new Chosen("a", gone));
  }

  private Choice split(Map<String, Integer> weights, boolean controlled) {
    Map<String, Integer> ordered = new TreeMap<>(weights); // the first by name is the primary
    List<String> keys = List.copyOf(ordered.keySet());
    return new Choice(
        keys, documented.split(ordered, keys.get(0), controlled), documented.destination());
  }

  private Optional<String> first(Choice choice, RoutingTable table) {
    return choice.choose(table, Optional.empty(), Set.of(), open -> 0, random).map(Chosen::key);
  }

  private static List<KeyOption> options(String... reachable) {
    return Arrays.stream(reachable).map(key -> option(key, 0, 0)).toList();
  }

  @Test
  void connector_is_offered_while_it_is_healthy_and_every_allowed_try_is_made() {
    assertThat(documented.availability().isOffered("c", true)).isTrue();
    assertThat(documented.availability().isOffered("c", false)).isFalse();
    assertThat(documented.tries(16)).isEqualTo(16);
  }

  private Map<String, Integer> served(KeyPolicy policy, List<KeyOption> options) {
    Map<String, Integer> served = new TreeMap<>();
    for (int i = 0; i < CHOICES; i++) {
      served.merge(policy.choose(options, random), 1, Integer::sum);
    }
    return served;
  }

  private Map<String, Integer> weighted(Map<String, Integer> weights, String... reachable) {
    return served(documented.weighted(new LinkedHashMap<>(weights)), options(reachable));
  }

  private Set<String> chosen(Candidate... candidates) {
    Set<String> sites = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      documented
          .destination()
          .choose("k", List.of(candidates), random)
          .ifPresent(destination -> sites.add(destination.site()));
    }
    return sites;
  }

  private static KeyOption option(String key, long pathCost, int open) {
    return new KeyOption(key, List.of(candidate("site-of-" + key, pathCost, open)));
  }

  private static Candidate candidate(String site, long pathCost, int open) {
    return new Candidate(new Destination(site, "c"), pathCost, open);
  }
}
