package io.spillway.harness.probe;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How a stand-in workload is. Each is a way in which real ones are, or fail. */
public enum WorkloadState {
  /** It serves, and says that it is ready where it says so at all. */
  SERVING,
  /**
   * It serves, but says who it is and closes at once, as services with short answers do. Whoever is
   * connected already is served as before.
   */
  BRIEF,
  /**
   * It serves, but hears each client out: only when the client has ended its side does it say who
   * it is and close, as services do that take something in. It keeps account of what it received.
   * Whoever is connected already is served as before.
   */
  RECEIVING,
  /**
   * It serves, but says who it is, writes a {@link io.spillway.harness.probe.workload.Bulk} and
   * closes at once, as services do that hand something out. Whoever is connected already is served
   * as before.
   */
  GIVING,
  /**
   * As {@link #RECEIVING}, but it takes its time to read, and what it takes in is a message with a
   * {@link io.spillway.harness.probe.workload.Bulk} behind it. Whoever is connected already is
   * served as before.
   */
  RECEIVING_SLOWLY,
  /** It serves whoever connects as before, and says that it is not ready. */
  NOT_READY,
  /**
   * Its ports accept and nothing is ever answered, on connections that are there and on new ones,
   * as by a process that is stuck. When it serves again it goes on where it was, and no byte is
   * lost.
   */
  HUNG,
  /**
   * Packets to it vanish: its ports neither accept nor refuse, and connections that are there hang.
   * When it serves again it goes on where it was, at the same ports.
   */
  UNREACHABLE,
  /**
   * Its ports refuse and its connections are closed, as by the end of its process. When it serves
   * again it does so at the same ports.
   */
  DEAD;

  private static final Set<WorkloadState> READY =
      EnumSet.of(SERVING, BRIEF, RECEIVING, GIVING, RECEIVING_SLOWLY);

  /** {@return whether it serves whoever connects, and says that it is ready where it says so} */
  public boolean isReady() {
    return READY.contains(this);
  }

  /** {@return the word for it on the control port, such as {@code not-ready}} */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@return the state of that word, if it is one} */
  public static Optional<WorkloadState> of(String word) {
    return Arrays.stream(values()).filter(state -> state.word().equals(word)).findFirst();
  }
}
