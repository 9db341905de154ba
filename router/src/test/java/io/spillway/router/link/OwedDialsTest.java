package io.spillway.router.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.link.Message.More;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwedDialsTest {

  private static final int MOST = 5;
  private static final long EXPIRY = 100;

  private final OwedDials owed = new OwedDials(MOST, EXPIRY);

  @Test
  void what_is_owed_is_dialled_in_the_order_in_which_it_was_asked_for() {
    owed.add(new More(7, 2), 0);
    owed.add(new More(8, 1), 1);

    assertThat(all(1)).containsExactly(7, 7, 8);
    assertThat(owed.count()).isZero();
  }

  @Test
  void what_could_not_be_dialled_is_owed_again_before_the_others() {
    owed.add(new More(7, 1), 0);
    OwedDials.Owed failed = owed.next(0).orElseThrow();
    owed.add(new More(8, 1), 1);
    owed.again(failed);

    assertThat(all(1)).containsExactly(7, 8);
  }

  @Test
  void no_more_than_the_bound_is_owed_whatever_is_asked_for() {
    for (int i = 0; i < 3; i++) {
      owed.add(new More(i, 4), 0);
    }
    owed.again(new OwedDials.Owed(9, 1, 0));

    assertThat(owed.count()).isEqualTo(MOST);
    assertThat(all(0)).containsExactly(0, 0, 0, 0, 1);
  }

  @Test
  void what_the_acceptor_asks_for_again_by_now_is_owed_no_more() {
    owed.add(new More(7, 3), 0);
    OwedDials.Owed failed = owed.next(0).orElseThrow();
    owed.add(new More(8, 1), EXPIRY - 1);
    owed.again(failed);

    assertThat(all(EXPIRY)).containsExactly(8);
    assertThat(owed.count()).isZero();
  }

  private List<Integer> all(long nowNanos) {
    List<Integer> lanes = new ArrayList<>();
    for (var next = owed.next(nowNanos); next.isPresent(); next = owed.next(nowNanos)) {
      lanes.add(next.get().lane());
    }
    return lanes;
  }
}
