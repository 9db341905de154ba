package io.spillway.harness.fault.toxiproxy;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/**
 * The contract, as the original keeps it: this is what proves the contract right. It needs a {@code
 * toxiproxy-server}, on the {@code PATH} or where {@value #PROPERTY} says, and is skipped without.
 */
class BinaryToxiproxyContractTest {

  private static final String PROPERTY = "spillway.toxiproxy.binary";

  private static Optional<ToxiproxyServer> server = Optional.empty();

  @BeforeAll
  static void start() {
    server =
        Optional.ofNullable(System.getProperty(PROPERTY))
            .map(Path::of)
            .or(
                () ->
                    BinaryToxiproxyServer.onPath(
                        BinaryToxiproxyServer.PROGRAM, System.getenv("PATH")))
            .map(BinaryToxiproxyServer::start);
  }

  @AfterAll
  static void stop() {
    server.ifPresent(ToxiproxyServer::close);
  }

  /** Asked for each test, so that each is counted as skipped and says why. */
  private static ToxiproxyServer original() {
    assumeTrue(
        server.isPresent(),
        "no toxiproxy-server on the PATH, and -D" + PROPERTY + " gives none either");
    return server.orElseThrow();
  }

  @Nested
  class Api extends ApiContract {
    Api() {
      super(original());
    }
  }

  @Nested
  class Toxics extends ToxicsContract {
    Toxics() {
      super(original());
    }
  }

  @Nested
  class EndingToxics extends EndingToxicsContract {
    EndingToxics() {
      super(original());
    }
  }

  @Nested
  class Links extends LinkFaultsContract {
    Links() {
      super(original());
    }
  }

  @Nested
  class ApiRefusals extends ApiRefusalsContract {
    ApiRefusals() {
      super(original());
    }
  }

  @Nested
  class Connections extends ConnectionsContract {
    Connections() {
      super(original());
    }
  }

  @Nested
  class LinkFaultCombinations extends LinkFaultCombinationsContract {
    LinkFaultCombinations() {
      super(original());
    }
  }
}
