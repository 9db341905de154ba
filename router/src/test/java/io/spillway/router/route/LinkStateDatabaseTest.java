package io.spillway.router.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.route.Advertisement.Service;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinkStateDatabaseTest {

  private final LinkStateDatabase database = new LinkStateDatabase();

  @Test
  void first_word_of_a_site_is_news_and_the_same_word_again_is_not() {
    assertThat(database.offer(says("east", 1, 1, "a"))).isTrue();
    assertThat(database.offer(says("east", 1, 1, "a"))).isFalse();
  }

  @Test
  void later_sequence_replaces_an_earlier_one_and_never_the_other_way_round() {
    database.offer(says("east", 1, 2, "new"));

    assertThat(database.offer(says("east", 1, 1, "old"))).isFalse();
    assertThat(database.offer(says("east", 1, 3, "newer"))).isTrue();
    assertThat(database.get("east")).contains(says("east", 1, 3, "newer"));
  }

  @Test
  void restarted_site_replaces_its_earlier_life_although_it_counts_from_one() {
    database.offer(says("east", 1, 900, "before"));

    assertThat(database.offer(says("east", 2, 1, "after"))).isTrue();
    assertThat(database.offer(says("east", 1, 901, "late echo"))).isFalse();
  }

  @Test
  void number_of_sites_is_bounded() {
    for (int i = 0; i < LinkStateDatabase.MAX_SITES; i++) {
      assertThat(database.offer(says("site-" + i, 1, 1, "a"))).isTrue();
    }

    assertThat(database.offer(says("one too many", 1, 1, "a"))).isFalse();
    assertThat(database.offer(says("site-0", 1, 2, "b"))).isTrue();
    assertThat(database.get("one too many")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void flooding_ends_and_all_agree_whatever_the_order(long seed) {
    Random random = new Random(seed);
    int sites = 3 + random.nextInt(8);
    List<LinkStateDatabase> all = new ArrayList<>();
    Map<Integer, List<Integer>> neighbours = new HashMap<>();
    for (int i = 0; i < sites; i++) {
      all.add(new LinkStateDatabase());
      neighbours.put(i, new ArrayList<>());
      if (i > 0) {
        connect(neighbours, i, random.nextInt(i));
        connect(neighbours, i, random.nextInt(i));
      }
    }
    record Letter(int to, Advertisement content) {}
    List<Letter> letters = new ArrayList<>();
    for (int site = 0; site < sites; site++) {
      for (int incarnation = 1; incarnation <= 2; incarnation++) {
        for (int sequence = 1; sequence <= 3; sequence++) {
          letters.add(new Letter(site, says("s" + site, incarnation, sequence, "k" + sequence)));
        }
      }
    }
    Collections.shuffle(letters, random);
    Queue<Letter> underWay = new ArrayDeque<>(letters);
    int delivered = 0;
    while (!underWay.isEmpty()) {
      Letter letter = underWay.remove();
      assertThat(++delivered).isLessThan(100_000);
      if (all.get(letter.to()).offer(letter.content())) {
        List<Letter> copies = new ArrayList<>();
        neighbours.get(letter.to()).forEach(to -> copies.add(new Letter(to, letter.content())));
        Collections.shuffle(copies, random);
        underWay.addAll(copies);
        underWay.addAll(copies); // a duplicate changes nothing
      }
    }

    for (LinkStateDatabase one : all) {
      assertThat(one.all()).hasSize(sites);
      assertThat(one.all()).allMatch(known -> known.incarnation() == 2 && known.sequence() == 3);
    }
  }

  private static void connect(Map<Integer, List<Integer>> neighbours, int a, int b) {
    neighbours.get(a).add(b);
    neighbours.get(b).add(a);
  }

  private static Advertisement says(String site, long incarnation, long sequence, String key) {
    return new Advertisement(
        site, incarnation, sequence, List.of(), List.of(new Service("connector", key)));
  }
}
