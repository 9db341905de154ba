package io.spillway.router.route;

import static io.spillway.router.route.Incarnation.FIRST_PAUSE_NANOS;
import static io.spillway.router.route.Incarnation.LONGEST_PAUSE_NANOS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class IncarnationTest {

  private final Incarnation life = new Incarnation("west", 100);
  private long nowNanos = -5; // the clock may say anything

  @Test
  void each_advertisement_is_newer_than_the_one_before() {
    Advertisement first = next(life);

    assertThat(next(life).isNewerThan(first)).isTrue();
  }

  @Test
  void what_this_life_or_an_older_one_said_is_nothing_to_claim_against() {
    Advertisement own = next(life);

    assertThat(life.heard(own, nowNanos)).isEmpty();
    assertThat(life.heard(says(99, 1_000_000), nowNanos)).isEmpty();
  }

  @Test
  void earlier_life_with_a_higher_number_is_outnumbered_at_once() {
    next(life);
    Advertisement echo = says(200, 31);

    assertThat(life.heard(echo, nowNanos)).isEqualTo(OptionalLong.of(0));
    life.claim(nowNanos);

    assertThat(next(life).isNewerThan(echo)).isTrue();
    assertThat(life.heard(echo, nowNanos)).isEmpty();
  }

  @Test
  void claim_that_is_under_way_goes_beyond_everything_heard_meanwhile() {
    life.heard(says(200, 1), nowNanos);
    assertThat(life.heard(says(300, 1), nowNanos)).isEmpty();

    life.claim(nowNanos);

    assertThat(life.number()).isEqualTo(301);
  }

  @Test
  void two_routers_of_one_name_claim_it_less_and_less_often() {
    Incarnation twin = new Incarnation("west", 101);
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      answer(twin, life);
      pauses.add(answer(life, twin));
    }

    assertThat(pauses.subList(0, 4))
        .containsExactly(0L, FIRST_PAUSE_NANOS, 2 * FIRST_PAUSE_NANOS, 4 * FIRST_PAUSE_NANOS);
    assertThat(pauses.subList(7, 10)).containsOnly(LONGEST_PAUSE_NANOS);
  }

  @Test
  void contest_of_long_ago_is_forgotten() {
    life.heard(says(200, 1), nowNanos);
    life.claim(nowNanos);

    nowNanos += 2 * LONGEST_PAUSE_NANOS;

    assertThat(life.heard(says(300, 1), nowNanos)).isEqualTo(OptionalLong.of(0));
  }

  @Test
  void numbers_never_go_beyond_what_peers_accept() {
    life.heard(says(Advertisement.MAX_NUMBER, 1), nowNanos);
    life.claim(nowNanos);

    assertThat(life.number()).isEqualTo(Advertisement.MAX_NUMBER);
  }

  /** One hears the other, waits as long as it has to, and claims. */
  private long answer(Incarnation other, Incarnation one) {
    long pause = one.heard(next(other), nowNanos).orElse(-1);
    if (pause >= 0) {
      nowNanos += pause;
      one.claim(nowNanos);
    }
    return pause;
  }

  private static Advertisement next(Incarnation life) {
    return life.next(List.of(), List.of());
  }

  private static Advertisement says(long incarnation, long sequence) {
    return new Advertisement("west", incarnation, sequence, List.of(), List.of());
  }
}
