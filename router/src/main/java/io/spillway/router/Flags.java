package io.spillway.router;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * The flags that set a router's options, one for each, with its default from {@link
 * RouterOptions#defaults()} where the command line has no better one.
 */
final class Flags {

  /** Where the admin endpoint of a router that was started from the command line listens. */
  static final InetSocketAddress DEFAULT_ADMIN =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 9090);

  /** A process is told to end by someone who waits; a JVM's own sites by their test. */
  private static final Duration DEFAULT_DRAIN = Duration.ofSeconds(5);

  private static final RouterOptions DEFAULTS = RouterOptions.defaults();

  private Flags() {}

  /** A flag that sets an option. */
  private record Flag<T>(
      String name,
      String label,
      Class<T> type,
      Optional<T> ownDefault,
      String shownDefault,
      BiFunction<RouterOptions.Builder, T, RouterOptions.Builder> setter,
      String help) {

    OptionSpec spec() {
      return OptionSpec.builder(name)
          .paramLabel(label)
          .type(type)
          .description(help + " (default: " + shownDefault + ").")
          .build();
    }

    /**
     * {@return the options with this one set, if the flag or the command line's own default says
     * so}
     */
    RouterOptions apply(CommandSpec command, RouterOptions options) {
      T given = command.findOption(name).getValue();
      return Optional.ofNullable(given)
          .or(() -> ownDefault)
          .map(value -> options.with(builder -> setter.apply(builder, value)))
          .orElse(options);
    }
  }

  private static final List<Flag<?>> ALL =
      List.of(
          number(
              "--loops",
              "N",
              DEFAULTS.loops(),
              RouterOptions.Builder::loops,
              "Event loops, each a thread; 1 to 64"),
          new Flag<>(
              "--seed",
              "N",
              Long.class,
              Optional.empty(),
              "from the clock",
              RouterOptions.Builder::seed,
              "Seed of every random choice"),
          number(
              "--spare-streams",
              "N",
              DEFAULTS.spareStreams(),
              RouterOptions.Builder::spareStreams,
              "Connections kept ready on each link, in each direction and by each loop, 0 to 256;"
                  + " until the first stream one at most"),
          duration(
              "--connect-timeout",
              DEFAULTS.timing().connectTimeout(),
              RouterOptions.Builder::connectTimeout,
              "The longest connect to a workload"),
          duration(
              "--setup-timeout",
              DEFAULTS.timing().setupTimeout(),
              RouterOptions.Builder::setupTimeout,
              "The longest wait of a client for a destination, over all tries"),
          duration(
              "--idle-timeout",
              DEFAULTS.timing().idleTimeout(),
              RouterOptions.Builder::idleTimeout,
              "The silence in both directions after which a stream is reset; 0s for ever"),
          duration(
              "--handshake-timeout",
              DEFAULTS.timing().handshakeTimeout(),
              RouterOptions.Builder::handshakeTimeout,
              "The longest beginning of a link's connection"),
          duration(
              "--close-timeout",
              DEFAULTS.timing().closeTimeout(),
              RouterOptions.Builder::closeTimeout,
              "The longest wait for a peer to take the last word of a stream"),
          duration(
              "--heartbeat-interval",
              DEFAULTS.timing().heartbeatInterval(),
              RouterOptions.Builder::heartbeatInterval,
              "How often a link's ends say that they are alive; at most 250ms, so that a link that"
                  + " is only slow is not taken for lost"),
          duration(
              "--health-interval",
              DEFAULTS.timing().healthInterval(),
              RouterOptions.Builder::healthInterval,
              "How often a connector's workload is checked; a check takes at most 350ms, or"
                  + " --connect-timeout where that is less"),
          new Flag<>(
              "--drain",
              "TIME",
              Duration.class,
              Optional.of(DEFAULT_DRAIN),
              RouterOptions.written(DEFAULT_DRAIN),
              RouterOptions.Builder::drainTimeout,
              "How long streams may take to end when the router is told to"),
          number(
              "--attempts",
              "N",
              DEFAULTS.bounds().attempts(),
              RouterOptions.Builder::attempts,
              "The most tries for one client, 1 to 1000, those of the same destination included;"
                  + " after the last one it is turned away, whatever is left of --setup-timeout"),
          number(
              "--connections-per-listener",
              "N",
              DEFAULTS.bounds().connectionsPerListener(),
              RouterOptions.Builder::connectionsPerListener,
              "The most clients of a listener at once; one more is reset"),
          number(
              "--streams-per-link",
              "N",
              DEFAULTS.bounds().streamsPerLink(),
              RouterOptions.Builder::streamsPerLink,
              "The most streams that come over a link at once; one more is sent back"),
          number(
              "--handshakes",
              "N",
              DEFAULTS.bounds().handshakes(),
              RouterOptions.Builder::handshakes,
              "The most link connections that have not said HELLO yet; for one more the oldest"
                  + " of the address that has most of them is closed"),
          number(
              "--frame-bytes",
              "BYTES",
              DEFAULTS.bounds().frameBytes(),
              RouterOptions.Builder::frameBytes,
              "The longest advertisement that a peer may send, 8192 to 16777216"),
          number(
              "--sites",
              "N",
              DEFAULTS.bounds().sites(),
              RouterOptions.Builder::sites,
              "The most sites that are remembered"),
          number(
              "--network-bytes",
              "BYTES",
              DEFAULTS.bounds().networkBytes(),
              RouterOptions.Builder::networkBytes,
              "The most memory for what all sites advertise, as estimated; at least 1024"),
          number(
              "--advertised",
              "N",
              DEFAULTS.bounds().advertised(),
              RouterOptions.Builder::advertised,
              "The most links, and connectors, that one site may advertise"),
          number(
              "--pending-bytes",
              "BYTES",
              DEFAULTS.bounds().pendingBytes(),
              RouterOptions.Builder::pendingBytes,
              "The most that may wait for a peer that does not read, behind an advertisement;"
                  + " at least 1024"));

  private static Flag<Integer> number(
      String name,
      String label,
      int shown,
      BiFunction<RouterOptions.Builder, Integer, RouterOptions.Builder> setter,
      String help) {
    return new Flag<>(
        name, label, Integer.class, Optional.empty(), Integer.toString(shown), setter, help);
  }

  private static Flag<Duration> duration(
      String name,
      Duration shown,
      BiFunction<RouterOptions.Builder, Duration, RouterOptions.Builder> setter,
      String help) {
    return new Flag<>(
        name, "TIME", Duration.class, Optional.empty(), RouterOptions.written(shown), setter, help);
  }

  /** Adds the flags to a command. */
  static void addTo(CommandSpec command) {
    ALL.forEach(flag -> command.addOption(flag.spec()));
  }

  /**
   * Reads the flags of a command that has been parsed.
   *
   * @param problems gets a sentence for each value that is out of its range
   * @return the options; the defaults for what is out of its range
   */
  static RouterOptions options(CommandSpec command, List<String> problems) {
    RouterOptions options = RouterOptions.defaults();
    for (Flag<?> flag : ALL) {
      try {
        options = flag.apply(command, options);
      } catch (IllegalArgumentException e) {
        // The message begins with the option's own name, which nobody here has typed.
        problems.add(flag.name() + String.valueOf(e.getMessage()).replaceFirst("^\\w+", ""));
      }
    }
    return options;
  }

  /** Reads {@code 500ms}, {@code 10s}, {@code 2m} and {@code 1h}. */
  static final class DurationConverter implements ITypeConverter<Duration> {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    @Override
    public Duration convert(String value) {
      Matcher matcher = FORM.matcher(value);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "'"
                + value
                + "' is not a time. Write a whole number with its unit: 500ms, 10s, 2m, 1h");
      }
      long number = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        default -> Duration.ofHours(number);
      };
    }
  }

  /** Reads {@code HOST:PORT}. */
  static final class AddressConverter implements ITypeConverter<InetSocketAddress> {

    private static final Pattern FORM = Pattern.compile("(?:\\[(.+)\\]|([^:]+)):(\\d{1,5})");
    private static final int MAX_PORT = 65535;

    @Override
    public InetSocketAddress convert(String value) {
      Matcher matcher = FORM.matcher(value);
      if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MAX_PORT) {
        throw new TypeConversionException(
            "'"
                + value
                + "' is not an address. Write HOST:PORT, such as 127.0.0.1:9090 or [::1]:9090");
      }
      String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
      InetSocketAddress address = new InetSocketAddress(host, Integer.parseInt(matcher.group(3)));
      if (address.isUnresolved()) {
        throw new TypeConversionException(
            String.format(
                Locale.ROOT, "host '%s' is unknown. Write an address of this machine", host));
      }
      return address;
    }
  }
}
