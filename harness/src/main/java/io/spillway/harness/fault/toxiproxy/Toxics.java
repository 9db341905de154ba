package io.spillway.harness.fault.toxiproxy;

import eu.rekawek.toxiproxy.model.Toxic;
import eu.rekawek.toxiproxy.model.ToxicDirection;
import eu.rekawek.toxiproxy.model.ToxicList;
import io.spillway.harness.fault.Fault;
import io.spillway.harness.fault.Fault.Direction;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Which toxics make up a fault. All have toxicity 1: a fault acts on every connection. */
final class Toxics {

  private Toxics() {}

  /** Puts one toxic onto a proxy. */
  @FunctionalInterface
  interface Step {

    /**
     * Puts the toxic there.
     *
     * @param toxics those of the proxy
     * @param name a name that no other toxic of the proxy has
     * @return the toxic
     * @throws IOException with the server's words
     */
    Toxic add(ToxicList toxics, String name) throws IOException;
  }

  /** {@return what to put onto the proxy for this fault, in this order; nothing for a cut} */
  static List<Step> of(Fault.OnLink fault) {
    if (fault instanceof Fault.Reset) {
      return List.of(reset(ToxicDirection.UPSTREAM), reset(ToxicDirection.DOWNSTREAM));
    }
    if (fault instanceof Fault.Blackhole) {
      return List.of(dropAll(ToxicDirection.UPSTREAM), dropAll(ToxicDirection.DOWNSTREAM));
    }
    if (fault instanceof Fault.OneWay oneWay) {
      return List.of(dropAll(stream(oneWay.direction())));
    }
    if (fault instanceof Fault.Latency latency) {
      return List.of(delay(latency));
    }
    if (fault instanceof Fault.Bandwidth bandwidth) {
      return List.of(
          (toxics, name) ->
              toxics.bandwidth(
                  name, stream(bandwidth.direction()), bandwidth.kilobytesPerSecond()));
    }
    if (fault instanceof Fault.Slicer slicer) {
      return List.of(
          (toxics, name) ->
              toxics.slicer(
                  name,
                  stream(slicer.direction()),
                  slicer.averageBytes(),
                  roundedUp(slicer.delay(), TimeUnit.MICROSECONDS)));
    }
    if (fault instanceof Fault.Cut) {
      return List.of();
    }
    throw new IllegalStateException("no toxics are known for " + fault);
  }

  private static Step reset(ToxicDirection direction) {
    return (toxics, name) -> toxics.resetPeer(name, direction, 0);
  }

  private static Step dropAll(ToxicDirection direction) {
    return (toxics, name) -> toxics.timeout(name, direction, 0);
  }

  private static Step delay(Fault.Latency latency) {
    return (toxics, name) -> {
      var toxic =
          toxics.latency(
              name, stream(latency.direction()), roundedUp(latency.delay(), TimeUnit.MILLISECONDS));
      if (latency.jitter().isZero()) {
        return toxic;
      }
      try {
        return toxic.setJitter(roundedUp(latency.jitter(), TimeUnit.MILLISECONDS));
      } catch (IOException e) {
        toxic.remove();
        throw e;
      }
    };
  }

  private static ToxicDirection stream(Direction direction) {
    return switch (direction) {
      case UPSTREAM -> ToxicDirection.UPSTREAM;
      case DOWNSTREAM -> ToxicDirection.DOWNSTREAM;
    };
  }

  /** Toxiproxy counts in whole units: what is asked for is reached, never undercut. */
  private static long roundedUp(Duration duration, TimeUnit unit) {
    long whole = unit.convert(duration);
    return unit.toNanos(whole) < duration.toNanos() ? whole + 1 : whole;
  }
}
