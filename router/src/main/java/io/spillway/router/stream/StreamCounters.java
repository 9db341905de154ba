package io.spillway.router.stream;

import io.spillway.router.relay.Relay;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What became of streams. Safe for use by several threads, without a lock: each figure is exact,
 * together they are no snapshot of one moment.
 */
public final class StreamCounters {

  private final ConcurrentHashMap<String, ListenerCounters> listeners = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<String, ConnectorCounters> connectors = new ConcurrentHashMap<>();
  private final Map<Role, RoleCounters> roles = new EnumMap<>(Role.class);
  private final Map<Refusal, LongAdder> refused = new EnumMap<>(Refusal.class);
  private final LongAdder settingUp = new LongAdder();

  /** Makes counters that are all 0. */
  public StreamCounters() {
    for (Role role : Role.values()) {
      roles.put(role, new RoleCounters(role));
    }
    for (Refusal reason : Refusal.values()) {
      refused.put(reason, new LongAdder());
    }
  }

  /** What a site is to a stream. */
  public enum Role {
    /** The client is here. */
    INGRESS,
    /** The stream passes through, from one link to another. */
    TRANSIT,
    /** The workload is here, and the client at another site. */
    EGRESS
  }

  /**
   * The relays in which this site plays one role. Safe for use by several threads.
   *
   * <p>A stream whose client and workload are at this site is counted once, as {@link
   * Role#INGRESS}.
   */
  public static final class RoleCounters {
    private final Role role;
    private final LongAdder relaying = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final LongAdder reset = new LongAdder();

    private RoleCounters(Role role) {
      this.role = role;
    }

    /** {@return the role} */
    public Role role() {
      return role;
    }

    /** {@return streams that are relayed now} */
    public long relaying() {
      return relaying.sum();
    }

    /** {@return streams that ended well} */
    public long closed() {
      return closed.sum();
    }

    /** {@return streams that were reset or broke} */
    public long reset() {
      return reset.sum();
    }

    void started() {
      relaying.increment();
    }

    void ended(Relay.End how) {
      (how == Relay.End.CLOSED ? closed : reset).increment();
      relaying.decrement(); // last: who sees that none is left finds all of them counted
    }
  }

  /**
   * The counters of a listener, which begin at 0 when it is first asked for, and live as long as
   * the router: a listener that a reload takes out and brings back goes on counting.
   *
   * @param name the listener's name
   * @return its counters
   */
  public ListenerCounters listener(String name) {
    return listeners.computeIfAbsent(name, ListenerCounters::new);
  }

  /** {@return the counters of all listeners there ever were, by name} */
  public List<ListenerCounters> listeners() {
    return listeners.values().stream()
        .sorted(Comparator.comparing(ListenerCounters::listener))
        .toList();
  }

  /**
   * The counters of a connector of this site, which live as long as those of a {@link #listener}.
   *
   * @param name the name of a connector that this site's file has, or had: never one that only a
   *     peer has named, as nothing bounds how many there are
   * @return its counters
   */
  public ConnectorCounters connector(String name) {
    return connectors.computeIfAbsent(name, ConnectorCounters::new);
  }

  /** {@return the counters of all connectors there ever were, by name} */
  public List<ConnectorCounters> connectors() {
    return connectors.values().stream()
        .sorted(Comparator.comparing(ConnectorCounters::connector))
        .toList();
  }

  /**
   * {@return streams of other sites that were refused}
   *
   * @param reason why
   */
  public long refused(Refusal reason) {
    return refused.get(reason).sum();
  }

  /** {@return the relays by role, in the order of {@link Role}} */
  public List<RoleCounters> roles() {
    return List.copyOf(roles.values());
  }

  /** {@return streams that have no connection to their destination, or to the next site, yet} */
  public long settingUp() {
    return settingUp.sum();
  }

  /** {@return streams that are relayed now, in any role} */
  public long relaying() {
    return roles.values().stream().mapToLong(RoleCounters::relaying).sum();
  }

  /** {@return whether no stream is set up or relayed now} */
  public boolean areIdle() {
    // In this order: a stream is counted as relayed before it is no longer counted as set up.
    return settingUp() == 0 && relaying() == 0;
  }

  RoleCounters of(Role role) {
    return roles.get(role);
  }

  void streamRefused(Refusal reason) {
    refused.get(reason).increment();
  }

  void setupBegan() {
    settingUp.increment();
  }

  void setupEnded() {
    settingUp.decrement();
  }
}
