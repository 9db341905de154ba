package io.spillway.harness.fault;

import java.time.Duration;

/**
 * Something that is done to a network to see how it copes. A value: injecting it is the business of
 * the runtime (site faults) or of Toxiproxy (link faults).
 *
 * <p>Each fault says what it does to connections that are there, to new ones, and what healing
 * does. The sentences about links hold for Toxiproxy 2.12.0: they were checked against its source,
 * whose lines they name (repository Shopify/toxiproxy, tag v2.12.0), and the contract tests of
 * {@code fault.toxiproxy} show them on the sockets at both ends, for the original and for the
 * embedded server.
 */
public sealed interface Fault {

  /** {@return the short fixed word for what is done, such as {@code killed} or {@code latency}} */
  String kind();

  /** {@return the fault in one readable phrase, with its parameters and units} */
  String description();

  /** A fault of a whole site. */
  sealed interface OnSite extends Fault {}

  /** A fault of one workload, behind a router that is well. */
  sealed interface OnWorkload extends Fault {}

  /**
   * A fault of one link, in one or both directions. It acts on what the two sites send each other
   * in the link's TCP connections, on every connection, whichever site opened what inside it.
   *
   * <p>Whatever the fault, a link through Toxiproxy does not pass on a half-close: an end of stream
   * in one direction closes the connection as a whole once the bytes before it have arrived ({@code
   * link.go:136-168}). A reset by one end reaches the other as a close ({@code link.go:115-134}).
   */
  sealed interface OnLink extends Fault {

    /**
     * {@return the same fault, for connections that the other site opens: what flows one way in the
     * link flows the other way in them}
     */
    default OnLink reversed() {
      return this;
    }
  }

  /** Which way bytes flow, seen from the site that opened the link. */
  enum Direction {
    /** From the site that opened the link to the other one. */
    UPSTREAM,
    /** From the other site to the one that opened the link. */
    DOWNSTREAM;

    /** {@return the other one} */
    public Direction reversed() {
      return this == UPSTREAM ? DOWNSTREAM : UPSTREAM;
    }
  }

  /**
   * The site's router process is gone at once, without goodbye. Its sockets close; its port
   * refuses. Healing starts it again with the same name and configuration, and no memory.
   */
  record Kill() implements OnSite {
    @Override
    public String kind() {
      return "killed";
    }

    @Override
    public String description() {
      return "router process killed";
    }
  }

  /**
   * The site's router process stops running but keeps its sockets: its port still completes TCP
   * handshakes (the kernel does) and nothing ever answers. Healing lets it run on.
   */
  record Freeze() implements OnSite {
    @Override
    public String kind() {
      return "frozen";
    }

    @Override
    public String description() {
      return "router process stopped, sockets kept";
    }
  }

  /**
   * The workload says over HTTP that it is not ready, and serves whoever connects all the same.
   * Connections that are there: not touched. Healing: it says that it is ready.
   */
  record Withdraw() implements OnWorkload {
    @Override
    public String kind() {
      return "withdrawn";
    }

    @Override
    public String description() {
      return "workload says that it is not ready";
    }
  }

  /**
   * The workload's process is stuck: its ports accept, and nothing is ever answered, neither on
   * connections that are there nor on new ones. Healing lets it run on where it was: whoever still
   * waits is served then.
   */
  record HangProcess() implements OnWorkload {
    @Override
    public String kind() {
      return "process-hung";
    }

    @Override
    public String description() {
      return "workload accepts and never answers";
    }
  }

  /**
   * The workload's process is gone, and nobody tells the router. Its connections are closed (reset,
   * where it had not read everything); its ports refuse. Healing starts it again at the same ports.
   */
  record KillProcess() implements OnWorkload {
    @Override
    public String kind() {
      return "process-dead";
    }

    @Override
    public String description() {
      return "workload process killed, its port refuses";
    }
  }

  /**
   * Packets to the workload vanish: a new connection is neither accepted nor refused, and nothing
   * is ever answered on connections that are there. The ports never refuse, not at its beginning
   * nor at its end. Healing lets the workload go on where it was, as after {@link HangProcess}.
   */
  record Unreachable() implements OnWorkload {
    @Override
    public String kind() {
      return "unreachable";
    }

    @Override
    public String description() {
      return "packets to the workload vanish";
    }
  }

  /**
   * The link's connections end and new ones are refused, until healed.
   *
   * <p>Connections that are there: both ends see a close (a reset, if they had sent bytes that
   * nobody had read); bytes under way are lost. New ones: refused. Healed: the link listens on the
   * same port again; no connection has lived through the cut.
   *
   * <p>Toxiproxy: {@code enabled=false}, {@code proxy.go:247-265}.
   */
  record Cut() implements OnLink {
    @Override
    public String kind() {
      return "cut";
    }

    @Override
    public String description() {
      return "link's connections ended, new ones refused";
    }
  }

  /**
   * The link's connections end, and new ones are reset as soon as they carry a byte, until healed.
   *
   * <p>Connections that are there: both ends see a close and not a reset, since Toxiproxy decides
   * how a connection will end when it begins ({@code link.go:95-107}). New ones: accepted; the
   * first byte in either direction, or a close, resets both ends, and no byte passes. Healed:
   * connections that had carried no byte are reset too, for they would lose bytes at their end
   * later. When the fault comes and when it heals, the link refuses connections for some
   * milliseconds.
   *
   * <p>Toxiproxy: {@code reset_peer} with timeout 0 in both directions, {@code
   * toxics/reset_peer.go:21-34}, and the proxy off and on.
   */
  record Reset() implements OnLink {
    @Override
    public String kind() {
      return "reset";
    }

    @Override
    public String description() {
      return "link's connections ended, new ones reset at their first byte";
    }
  }

  /**
   * Bytes in both directions vanish; connections stay open.
   *
   * <p>Connections that are there: no byte arrives any more, and no sender is held back. New ones:
   * accepted (so that a probe which only connects sees nothing), and no byte arrives. A close or a
   * reset by one end does reach the other, as a close: this is a black hole for bytes, not for
   * ends. Healed: the connections that lived through it are closed, on both sides; what was lost
   * stays lost, so that no stream goes on with a hole in it.
   *
   * <p>Toxiproxy: {@code timeout} 0 in both directions, {@code toxics/timeout.go:31-49}; closed
   * when healed by {@code link.go:216-226}.
   */
  record Blackhole() implements OnLink {
    @Override
    public String kind() {
      return "black-holed";
    }

    @Override
    public String description() {
      return "bytes vanish in both directions";
    }
  }

  /**
   * Bytes in one direction vanish; connections stay open, and the other direction flows.
   *
   * <p>Connections that are there, new ones, closes and healing: as with {@link Blackhole}. Healing
   * closes the connections that lived through it, in both directions.
   *
   * <p>Toxiproxy: {@code timeout} 0 in that direction, {@code toxics/timeout.go:31-49}.
   *
   * @param direction the one that is lost
   */
  record OneWay(Direction direction) implements OnLink {
    @Override
    public OneWay reversed() {
      return new OneWay(direction.reversed());
    }

    @Override
    public String kind() {
      return "one-way";
    }

    @Override
    public String description() {
      return "bytes vanish " + direction.name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Bytes in one direction arrive later, in their order.
   *
   * <p>Connections that are there and new ones alike: what is read from now on is passed on late. A
   * TCP handshake is not delayed, nor is a close, but a close waits behind the bytes before it.
   * Healed: the bytes that wait arrive at once; connections stay.
   *
   * <p>Toxiproxy: {@code latency}, {@code toxics/latency.go:19-51}, in whole milliseconds:
   * fractions are rounded up.
   *
   * @param direction the one that is delayed
   * @param delay by how much, at least 1 ms
   * @param jitter by how much more or less, evenly drawn for each piece that is read, 0 to {@code
   *     delay}; a piece never overtakes the one before
   */
  record Latency(Direction direction, Duration delay, Duration jitter) implements OnLink {

    /** Refuses a delay below 1 ms and a jitter that is negative or above the delay. */
    public Latency {
      if (delay.toMillis() < 1) {
        throw new IllegalArgumentException("delay must be at least 1 ms, is " + delay);
      }
      if (jitter.isNegative() || jitter.compareTo(delay) > 0) {
        throw new IllegalArgumentException(
            "jitter must lie between 0 and the delay " + delay + ", is " + jitter);
      }
    }

    @Override
    public Latency reversed() {
      return new Latency(direction.reversed(), delay, jitter);
    }

    @Override
    public String kind() {
      return "latency";
    }

    @Override
    public String description() {
      return "%s delayed by %d ms ± %d ms"
          .formatted(
              direction.name().toLowerCase(java.util.Locale.ROOT),
              delay.toMillis(),
              jitter.toMillis());
    }
  }

  /**
   * Bytes in one direction are let through at a limited rate. Each connection has the rate for
   * itself: n connections through the link carry n times as much.
   *
   * <p>Connections that are there and new ones alike. The sender is held back by TCP once the
   * proxy's buffers are full. Healed: the bytes that wait arrive at once; connections stay.
   *
   * <p>Toxiproxy: {@code bandwidth}, {@code toxics/bandwidth.go:31-67}.
   *
   * @param direction the one that is limited
   * @param kilobytesPerSecond the rate, at least 1 (1 kilobyte is 1,000 bytes here, as Toxiproxy
   *     counts)
   */
  record Bandwidth(Direction direction, long kilobytesPerSecond) implements OnLink {

    /** Refuses a rate below 1. */
    public Bandwidth {
      if (kilobytesPerSecond < 1) {
        throw new IllegalArgumentException("rate must be at least 1, is " + kilobytesPerSecond);
      }
    }

    @Override
    public Bandwidth reversed() {
      return new Bandwidth(direction.reversed(), kilobytesPerSecond);
    }

    @Override
    public String kind() {
      return "bandwidth";
    }

    @Override
    public String description() {
      return direction.name().toLowerCase(java.util.Locale.ROOT)
          + " limited to "
          + kilobytesPerSecond
          + " kB/s";
    }
  }

  /**
   * Bytes in one direction arrive in small pieces, each written on its own.
   *
   * <p>Connections that are there and new ones alike. Healed: the bytes that wait arrive at once,
   * in one piece; connections stay. A pause limits the rate: 100-byte pieces 1 ms apart are at most
   * 100 kB/s.
   *
   * <p>Toxiproxy: {@code slicer}, {@code toxics/slicer.go:31-78}, in whole microseconds: fractions
   * are rounded up.
   *
   * @param direction the one that is sliced
   * @param averageBytes size of a piece, at least 1; the original halves what it has read until the
   *     pieces are no larger, so that its pieces have between half of this and all of it
   * @param delay pause after each piece, at least 0
   */
  record Slicer(Direction direction, int averageBytes, Duration delay) implements OnLink {

    /** Refuses pieces below one byte and a negative pause. */
    public Slicer {
      if (averageBytes < 1) {
        throw new IllegalArgumentException("pieces must have at least 1 byte, is " + averageBytes);
      }
      if (delay.isNegative()) {
        throw new IllegalArgumentException("pause must not be negative, is " + delay);
      }
    }

    @Override
    public Slicer reversed() {
      return new Slicer(direction.reversed(), averageBytes, delay);
    }

    @Override
    public String kind() {
      return "sliced";
    }

    @Override
    public String description() {
      return "%s sliced to about %d bytes, %d µs apart"
          .formatted(
              direction.name().toLowerCase(java.util.Locale.ROOT),
              averageBytes,
              delay.toNanos() / 1_000);
    }
  }
}
