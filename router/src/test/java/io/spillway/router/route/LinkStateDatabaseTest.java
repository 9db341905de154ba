package io.spillway.router.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.route.Advertisement.Service;
import io.spillway.router.route.LinkStateDatabase.News;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkStateDatabaseTest {

  private static final long FORGET_NANOS = 1_000;
  private static final long MAX_BYTES = 10_000;

  private final LinkStateDatabase database =
      new LinkStateDatabase("self", 3, MAX_BYTES, FORGET_NANOS);
  private long nowNanos;

  @Test
  void first_word_of_a_site_is_news_and_the_same_word_again_is_not() {
    assertThat(offer("east", 1, 1, "a")).isEqualTo(News.CHANGED);
    assertThat(offer("east", 1, 1, "a")).isEqualTo(News.OLD);
  }

  @Test
  void later_sequence_replaces_an_earlier_one_and_never_the_other_way_round() {
    offer("east", 1, 2, "new");

    assertThat(offer("east", 1, 1, "old")).isEqualTo(News.OLD);
    assertThat(offer("east", 1, 3, "newer")).isEqualTo(News.CHANGED);
    assertThat(database.get("east")).contains(says("east", 1, 3, "newer"));
  }

  @Test
  void restarted_site_replaces_its_earlier_life_although_it_counts_from_one() {
    offer("east", 1, 900, "before");

    assertThat(offer("east", 2, 1, "after")).isEqualTo(News.CHANGED);
    assertThat(offer("east", 1, 901, "late echo")).isEqualTo(News.OLD);
  }

  @Test
  void newer_word_that_says_the_same_is_a_renewal() {
    offer("east", 1, 1, "a");

    assertThat(offer("east", 1, 2, "a")).isEqualTo(News.RENEWED);
    assertThat(offer("east", 2, 1, "a")).isEqualTo(News.RENEWED);
    assertThat(offer("east", 2, 2, "b")).isEqualTo(News.CHANGED);
  }

  @Test
  void number_of_sites_is_bounded_and_known_ones_may_go_on_speaking() {
    offer("one", 1, 1, "a");
    offer("two", 1, 1, "a");
    offer("three", 1, 1, "a");

    assertThat(offer("four", 1, 1, "a")).isEqualTo(News.NO_ROOM);
    assertThat(offer("one", 1, 2, "b")).isEqualTo(News.CHANGED);
    assertThat(database.get("four")).isEmpty();
  }

  @Test
  void bytes_of_all_sites_are_bounded_and_a_word_that_is_no_longer_finds_room() {
    String half = "k".repeat((int) MAX_BYTES / 4); // two bytes each
    offer("one", 1, 1, half);
    assertThat(database.bytes()).isBetween(MAX_BYTES / 2, MAX_BYTES / 2 + 1_000);

    assertThat(offer("two", 1, 1, half)).isEqualTo(News.NO_ROOM);
    assertThat(offer("one", 1, 2, half + half)).isEqualTo(News.NO_ROOM);
    assertThat(database.all()).containsExactly(says("one", 1, 1, half));

    assertThat(offer("one", 1, 3, half)).isEqualTo(News.RENEWED);
    assertThat(offer("one", 1, 4, "short")).isEqualTo(News.CHANGED);
    assertThat(offer("two", 1, 1, half)).isEqualTo(News.CHANGED);
  }

  @Test
  void bytes_of_a_site_that_is_forgotten_are_free_again() {
    offer("one", 1, 1, "k".repeat((int) MAX_BYTES / 3));
    assertThat(offer("two", 1, 1, "k".repeat((int) MAX_BYTES / 3))).isEqualTo(News.NO_ROOM);
    nowNanos = 2 * FORGET_NANOS;
    database.forget(nowNanos);

    assertThat(database.bytes()).isZero();
    assertThat(offer("two", 1, 1, "k".repeat((int) MAX_BYTES / 3))).isEqualTo(News.CHANGED);
  }

  @Test
  void word_of_this_site_itself_always_finds_room() {
    offer("one", 1, 1, "a");
    offer("two", 1, 1, "a");
    offer("three", 1, 1, "a");

    assertThat(offer("self", 1, 1, "k".repeat((int) MAX_BYTES))).isEqualTo(News.CHANGED);
    assertThat(offer("one", 1, 2, "b")).isEqualTo(News.CHANGED);
  }

  @Test
  void site_that_does_not_renew_is_forgotten_and_makes_room() {
    offer("self", 1, 1, "a");
    offer("dead", 1, 1, "a");
    offer("alive", 1, 1, "a");
    nowNanos = FORGET_NANOS;
    offer("alive", 1, 2, "a");
    assertThat(database.forget(nowNanos)).isFalse();

    nowNanos = FORGET_NANOS + 1;
    assertThat(database.forget(nowNanos)).isTrue();
    assertThat(database.forget(nowNanos)).isFalse();

    assertThat(database.all()).extracting(Advertisement::site).containsExactly("alive", "self");
    assertThat(offer("four", 1, 1, "a")).isEqualTo(News.CHANGED);
  }

  @Test
  void forgotten_site_is_never_brought_back_by_what_was_older_already_then() {
    offer("east", 5, 9, "last word");
    nowNanos = 2 * FORGET_NANOS;
    database.forget(nowNanos);

    assertThat(offer("east", 5, 8, "late")).isEqualTo(News.OLD);
    assertThat(offer("east", 4, 100, "earlier life")).isEqualTo(News.OLD);
    assertThat(database.get("east")).isEmpty();
    assertThat(offer("east", 5, 9, "last word")).isEqualTo(News.CHANGED); // a partition healed
    assertThat(offer("east", 5, 8, "late")).isEqualTo(News.OLD);
  }

  @Test
  void memory_of_forgotten_sites_is_bounded_and_the_longest_gone_is_let_go_first() {
    for (int i = 0; i < 4; i++) {
      offer("site-" + i, 2, 1, "a");
      nowNanos += 2 * FORGET_NANOS;
      database.forget(nowNanos);
    }

    assertThat(offer("site-0", 1, 1, "old")).isEqualTo(News.CHANGED);
    assertThat(offer("site-1", 1, 1, "old")).isEqualTo(News.OLD);
    assertThat(offer("site-3", 1, 1, "old")).isEqualTo(News.OLD);
  }

  private News offer(String site, long incarnation, long sequence, String key) {
    return database.offer(says(site, incarnation, sequence, key), nowNanos);
  }

  private static Advertisement says(String site, long incarnation, long sequence, String key) {
    return new Advertisement(
        site, incarnation, sequence, List.of(), List.of(new Service("connector", key)));
  }
}
