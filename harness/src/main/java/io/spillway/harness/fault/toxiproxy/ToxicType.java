package io.spillway.harness.fault.toxiproxy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The toxics that Toxiproxy 2.12 knows, each with the names of its attributes in the order in which
 * the API prints them. Every attribute is an integer and is 0 where none is given.
 *
 * <p>Source: the {@code Register} calls and JSON tags in Shopify/toxiproxy {@code toxics/*.go}.
 */
enum ToxicType {
  /** Passes bytes on {@code latency} ± {@code jitter} milliseconds after they came. */
  LATENCY("LatencyToxic", "int64", "latency", "jitter"),
  /** Passes {@code rate} kilobytes (of 1,000 bytes) a second. */
  BANDWIDTH("BandwidthToxic", "int64", "rate"),
  /** Passes the end of the stream on {@code delay} milliseconds late. */
  SLOW_CLOSE("SlowCloseToxic", "int64", "delay"),
  /** Drops all bytes; ends the connection after {@code timeout} idle milliseconds, 0 for never. */
  TIMEOUT("TimeoutToxic", "int64", "timeout"),
  /** Resets the connection {@code timeout} milliseconds after its first byte. */
  RESET_PEER("ResetToxic", "int64", "timeout"),
  /**
   * Passes bytes on in pieces of {@code average_size} ± {@code size_variation} bytes, {@code delay}
   * microseconds apart.
   */
  SLICER("SlicerToxic", "int", "average_size", "size_variation", "delay"),
  /** Ends the connection after {@code bytes} bytes. */
  LIMIT_DATA("LimitDataToxic", "int64", "bytes"),
  /** Does nothing. */
  NOOP("NoopToxic", "int64");

  private final String goName;
  private final String goType;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> attributes;

  ToxicType(String goName, String goType, String... attributes) {
    this.goName = goName;
    this.goType = goType;
    this.attributes = List.of(attributes);
  }

  /** {@return the name that the API uses} */
  String apiName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** {@return the name of the original's type, which its error messages show} */
  String goName() {
    return goName;
  }

  /** {@return the original's type of the attributes, which its error messages show} */
  String goType() {
    return goType;
  }

  /** {@return the attributes' names, in the API's order} */
  List<String> attributes() {
    return attributes;
  }

  /** {@return the toxic that the API calls by this name, exactly so written} */
  static Optional<ToxicType> named(String apiName) {
    return Arrays.stream(values()).filter(type -> type.apiName().equals(apiName)).findFirst();
  }
}
