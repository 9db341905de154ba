package io.spillway.router.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DialRecordTest {

  private final IOException cause = new ConnectException("Connection refused");
  private final List<Optional<IOException>> changes = new ArrayList<>();
  private final DialRecord dials = new DialRecord(0, changes::add);

  @Test
  void link_is_blocked_once_when_dials_have_failed_for_long_and_not_when_one_succeeds_again() {
    dials.failed(0, 0, cause);
    dials.failed(100, 100, cause);
    dials.failed(200, DialRecord.NANOS - 1, cause);
    assertThat(changes).isEmpty();
    dials.failed(300, DialRecord.NANOS, cause);
    dials.failed(400, DialRecord.NANOS + 1, cause);
    assertThat(changes).containsExactly(Optional.of(cause));

    dials.opened(DialRecord.NANOS + 2);
    dials.opened(DialRecord.NANOS + 3);
    assertThat(changes).containsExactly(Optional.of(cause), Optional.empty());
  }

  @Test
  void few_failures_are_not_enough_however_long_they_took() {
    for (int i = 1; i < DialRecord.FEWEST; i++) {
      dials.failed(0, 4 * DialRecord.NANOS, cause);
    }
    assertThat(changes).isEmpty();

    dials.failed(0, 4 * DialRecord.NANOS, cause);
    assertThat(changes).hasSize(1);
  }

  @Test
  void success_in_between_begins_anew_also_for_dials_that_began_before_it() {
    dials.failed(0, 1, cause);
    dials.failed(0, 1, cause);
    dials.opened(DialRecord.NANOS);
    for (int i = 0; i < DialRecord.FEWEST; i++) {
      dials.failed(2, 2 * DialRecord.NANOS - 1, cause);
    }
    assertThat(changes).isEmpty();

    dials.failed(2, 2 * DialRecord.NANOS, cause);
    assertThat(changes).hasSize(1);
  }
}
