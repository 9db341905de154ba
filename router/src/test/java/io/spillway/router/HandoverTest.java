package io.spillway.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.router.Handover.End;
import org.junit.jupiter.api.Test;

class HandoverTest {

  private final Handover work = new Handover();

  @Test
  void work_that_nobody_takes_in_time_is_never_taken() {
    assertThat(work.await(0)).isEqualTo(End.NOT_TAKEN);

    assertThat(work.take()).isFalse();
  }

  @Test
  void work_that_is_taken_is_taken_once_and_ends_as_its_taker_says() {
    assertThat(work.take()).isTrue();
    assertThat(work.take()).isFalse();
    work.done();
    work.failed();
    work.callOff();

    assertThat(work.await(0)).isEqualTo(End.DONE);
  }

  @Test
  void work_that_fails_is_told_to_have_failed() {
    assertThat(work.take()).isTrue();
    work.failed();

    assertThat(work.await(0)).isEqualTo(End.FAILED);
  }

  @Test
  void work_that_is_taken_and_does_not_end_is_unfinished_and_not_done() {
    assertThat(work.take()).isTrue();

    assertThat(work.await(0)).isEqualTo(End.UNFINISHED);
  }

  @Test
  void work_that_is_called_off_is_not_taken_any_more() {
    work.callOff();

    assertThat(work.take()).isFalse();
    assertThat(work.await(10)).isEqualTo(End.NOT_TAKEN);
  }

  @Test
  void work_that_is_called_off_when_it_has_begun_is_unfinished() {
    assertThat(work.take()).isTrue();
    work.callOff();

    assertThat(work.await(10)).isEqualTo(End.UNFINISHED);
  }

  @Test
  void interrupted_thread_waits_no_longer_and_stays_interrupted() {
    Thread.currentThread().interrupt();

    assertThat(work.await(10)).isEqualTo(End.NOT_TAKEN);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(work.take()).isFalse();
  }
}
