package io.spillway.harness.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PlacesTest {

  @Test
  void machineThatDoesNotBearSoMany_isAskedForHalf() {
    Places places = new Places(6);

    places.tooMany();
    assertThat(places.count()).isEqualTo(3);
    places.tooMany();
    assertThat(places.count()).isEqualTo(1);
    places.tooMany();
    assertThat(places.count()).isEqualTo(1);
  }

  @Test
  void onePlaceMore_afterAsManyBornePlaysAsThereArePlaces() {
    Places places = new Places(6);
    places.tooMany();

    places.borne();
    places.borne();
    assertThat(places.count()).isEqualTo(3);
    places.borne();
    assertThat(places.count()).isEqualTo(4);
  }

  @Test
  void playsBorneBeforeItWasTooMany_doNotCount() {
    Places places = new Places(4);
    places.tooMany();

    places.borne();
    places.tooMany();
    assertThat(places.count()).isEqualTo(1);
    places.borne();
    assertThat(places.count()).isEqualTo(2);
  }

  @Test
  void places_areNeverMoreThanTheMost() {
    Places places = new Places(2);

    for (int play = 0; play < 10; play++) {
      places.borne();
    }

    assertThat(places.count()).isEqualTo(2);
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whoComesToTakenPlaces_waitsUntilEnoughAreGivenBack() throws Exception {
    Places places = new Places(2);
    places.take();
    places.take();
    places.tooMany();
    CountDownLatch came = new CountDownLatch(1);

    CompletableFuture<Void> third =
        CompletableFuture.runAsync(
            () -> {
              came.countDown();
              take(places);
            });
    assertThat(came.await(10, TimeUnit.SECONDS)).isTrue();
    places.giveBack();
    assertThat(third).isNotDone(); // one is still taken, and there is only one now
    places.giveBack();

    assertThat(third).succeedsWithin(10, TimeUnit.SECONDS);
  }

  @Test
  void noPlaces_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Places(0))
        .withMessage("there is at least 1 place, not 0");
  }

  private static void take(Places places) {
    try {
      places.take();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
