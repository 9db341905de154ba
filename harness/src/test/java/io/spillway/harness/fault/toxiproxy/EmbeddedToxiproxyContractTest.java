package io.spillway.harness.fault.toxiproxy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;

/** The contract, kept by the embedded server. */
class EmbeddedToxiproxyContractTest {

  private static ToxiproxyServer server;

  @BeforeAll
  static void start() {
    server = EmbeddedToxiproxyServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Nested
  class Api extends ApiContract {
    Api() {
      super(server);
    }
  }

  @Nested
  class Toxics extends ToxicsContract {
    Toxics() {
      super(server);
    }
  }

  @Nested
  class EndingToxics extends EndingToxicsContract {
    EndingToxics() {
      super(server);
    }
  }

  @Nested
  class Links extends LinkFaultsContract {
    Links() {
      super(server);
    }
  }

  @Nested
  class ApiRefusals extends ApiRefusalsContract {
    ApiRefusals() {
      super(server);
    }
  }

  @Nested
  class Connections extends ConnectionsContract {
    Connections() {
      super(server);
    }
  }

  @Nested
  class LinkFaultCombinations extends LinkFaultCombinationsContract {
    LinkFaultCombinations() {
      super(server);
    }
  }
}
