package io.spillway.router.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
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

    int servedByA = 0;
    for (int i = 0; i < CHOICES; i++) {
      servedByA += policy.choose(options, random).equals("a") ? 1 : 0;
    }

    assertThat(servedByA).isBetween(20_000 - 500, 20_000 + 500);
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
    Destination first = new Destination("west", "connector-a");
    Destination second = new Destination("east", "connector-a");
    Destination third = new Destination("east", "connector-b");
    List<Optional<Destination>> tried = new ArrayList<>();
    Set<Destination> failed = new HashSet<>();

    for (int i = 0; i < 4; i++) {
      Optional<Destination> next = choice.choose(table, failed, open -> 0, random);
      tried.add(next);
      next.ifPresent(failed::add);
    }

    assertThat(tried)
        .containsExactly(
            Optional.of(first), Optional.of(second), Optional.of(third), Optional.empty());
  }

  @Test
  void injected_policy_may_insist_on_a_destination_that_is_gone() {
    Destination gone = new Destination("nowhere", "c");
    Choice choice =
        new Choice(List.of("a"), (options, chance) -> "a", (key, all, chance) -> Optional.of(gone));
    RoutingTable table = new Networks().connector("west", "a").tableOf("west");

    assertThat(choice.choose(table, Set.of(gone), open -> 0, random)).contains(gone);
  }

  private Map<String, Integer> weighted(Map<String, Integer> weights, String... reachable) {
    KeyPolicy policy = documented.weighted(new LinkedHashMap<>(weights));
    List<KeyOption> options = new ArrayList<>();
    for (String key : reachable) {
      options.add(option(key, 0, 0));
    }
    Map<String, Integer> served = new TreeMap<>();
    for (int i = 0; i < CHOICES; i++) {
      served.merge(policy.choose(options, random), 1, Integer::sum);
    }
    return served;
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
