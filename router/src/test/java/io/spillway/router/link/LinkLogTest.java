package io.spillway.router.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.route.Advertisement.LinkEnd;
import io.spillway.router.route.LinkId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LinkLogTest {

  private static final LinkId OWN = new LinkId("west", "to-east");
  private Instant now = Instant.EPOCH;
  private final LinkLog log = new LinkLog("west", () -> now);

  @Test
  void declared_link_is_down_until_it_is_up_and_says_why() {
    Instant declared = now;
    log.declared(OWN, 5);
    now = now.plusSeconds(1);
    log.notOpened(OWN, "Connection refused");
    assertThat(log.states())
        .containsExactly(
            new LinkState(
                OWN, Optional.empty(), 5, false, declared, 0, Optional.of("Connection refused")));

    log.up(new LinkEnd(OWN, "east", 5));
    assertThat(log.states())
        .containsExactly(
            new LinkState(OWN, Optional.of("east"), 5, true, now, 1, Optional.empty()));
  }

  @Test
  void time_of_a_change_stays_as_it_was_noted_when_the_clock_is_set() {
    Instant up = now.plusSeconds(1);
    log.declared(OWN, 5);
    now = up;
    log.up(new LinkEnd(OWN, "east", 5));
    now = now.minusSeconds(60);
    log.cost(OWN, 7);
    assertThat(log.states()).extracting(LinkState::since).containsExactly(up);

    log.down(OWN, "silent for 900 ms");
    assertThat(log.states()).extracting(LinkState::since).containsExactly(now);
  }

  @Test
  void link_that_is_used_again_in_the_same_session_has_no_session_more() {
    log.declared(OWN, 5);
    log.up(new LinkEnd(OWN, "east", 5));
    log.down(OWN, "no stream connection can be opened");
    now = now.plusSeconds(1);
    log.upAgain(OWN);
    assertThat(log.states())
        .containsExactly(
            new LinkState(OWN, Optional.of("east"), 5, true, now, 1, Optional.empty()));
  }

  @Test
  void sessions_are_counted_over_losses() {
    log.declared(OWN, 5);
    for (int i = 0; i < 3; i++) {
      log.up(new LinkEnd(OWN, "east", 5));
      log.down(OWN, "silent for 900 ms");
    }
    assertThat(log.states())
        .containsExactly(
            new LinkState(
                OWN, Optional.of("east"), 5, false, now, 3, Optional.of("silent for 900 ms")));
  }

  @Test
  void links_of_others_that_are_gone_are_remembered_within_a_bound() {
    log.declared(OWN, 5);
    for (int i = 0; i < LinkLog.MAX_GONE + 10; i++) {
      LinkId id = new LinkId("east", "link-" + i);
      log.up(new LinkEnd(id, "east", 1));
      log.down(id, "closed");
    }
    assertThat(log.states()).hasSize(LinkLog.MAX_GONE + 1);
    assertThat(log.states().get(0).id()).isEqualTo(OWN);
    assertThat(log.states().get(1).id().name()).isEqualTo("link-10");
  }

  @Test
  void cost_changes_and_what_is_forgotten_is_gone() {
    log.declared(OWN, 5);
    log.cost(OWN, 7);
    assertThat(log.states().get(0).cost()).isEqualTo(7);

    log.forget(OWN);
    log.notOpened(OWN, "late");
    log.down(OWN, "late");
    assertThat(log.states()).isEmpty();
  }
}
