package io.spillway.harness.history.io;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.spillway.harness.history.Attempt;
import io.spillway.harness.history.FaultEvent;
import io.spillway.harness.history.History.WorkloadInfo;
import io.spillway.harness.history.Outcome;
import io.spillway.harness.history.Phase;
import io.spillway.harness.history.Receipt;
import io.spillway.harness.history.StreamEvent;
import io.spillway.harness.history.Trouble;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The lines of a history file as values, and their JSON. The names of members are the format. */
final class HistoryFormat {

  /** What the first line's {@code spillway} member says. */
  static final String VERSION = "history/3";

  /**
   * What can be read: version 2 is version 3 without a gate, messages and receipts, and version 1
   * is version 2 without streams.
   */
  static final Set<String> READABLE = Set.of("history/1", "history/2", VERSION);

  static final String PHASE = "phase";
  static final String ATTEMPT = "attempt";
  static final String FAULT = "fault";
  static final String STREAM = "stream";
  static final String RECEIPT = "receipt";
  static final String TROUBLE = "trouble";
  static final String END = "end";

  /** Refuses whatever it does not know or misses: a history is evidence. */
  static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
          .enable(
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .addMixIn(Outcome.class, OutcomeNames.class)
          .addMixIn(StreamEvent.Ending.class, EndingNames.class)
          .build();

  private HistoryFormat() {}

  /** The first line. Only histories that nobody is going to judge are without a purpose. */
  record Header(
      String spillway,
      String scenario,
      long seed,
      Map<String, String> environment,
      List<WorkloadInfo> workloads,
      Optional<Purpose> purpose) {}

  /** A phase under way, or one that has ended. */
  record PhaseLine(
      String name, Map<String, String> attributes, long startNanos, OptionalLong endNanos) {

    /** {@return the phase, ending now if it is under way} */
    Phase toPhase(long nowNanos) {
      return new Phase(name, attributes, startNanos, endNanos.orElse(nowNanos));
    }
  }

  /** A fault at its latest stage. */
  record FaultLine(int id, FaultEvent event) {}

  /** The last line. */
  record EndLine(long atNanos) {}

  /** {@return one line, with its line feed} */
  static byte[] encode(Object line) {
    try {
      String json =
          JSON.writeValueAsString(line instanceof Header ? line : Map.of(memberName(line), line));
      return (json + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("history line cannot be written as JSON: " + line, e);
    }
  }

  private static String memberName(Object line) {
    if (line instanceof Attempt) {
      return ATTEMPT;
    } else if (line instanceof PhaseLine) {
      return PHASE;
    } else if (line instanceof FaultLine) {
      return FAULT;
    } else if (line instanceof StreamEvent) {
      return STREAM;
    } else if (line instanceof Receipt) {
      return RECEIPT;
    } else if (line instanceof Trouble) {
      return TROUBLE;
    } else if (line instanceof EndLine) {
      return END;
    }
    throw new IllegalArgumentException("a history has no lines of " + line.getClass());
  }

  /** The names of the outcomes in files: lower case, words joined by hyphens. */
  private enum OutcomeNames {
    @JsonProperty("served")
    SERVED,
    @JsonProperty("refused")
    REFUSED,
    @JsonProperty("reset")
    RESET,
    @JsonProperty("closed-empty")
    CLOSED_EMPTY,
    @JsonProperty("timed-out")
    TIMED_OUT,
    @JsonProperty("indeterminate")
    INDETERMINATE
  }

  /** The names of a stream's endings in files. */
  private enum EndingNames {
    @JsonProperty("released")
    RELEASED,
    @JsonProperty("closed")
    CLOSED,
    @JsonProperty("reset")
    RESET,
    @JsonProperty("abandoned")
    ABANDONED
  }
}
