package io.spillway.router.config;

import io.spillway.router.config.RouterConfig.Access;
import io.spillway.router.config.RouterConfig.Tls;
import java.util.List;
import java.util.Optional;

/** Reads a RouterAccess: where links of other sites are accepted. */
final class AccessReader {

  /** The role of a port at which routers of other sites are linked. */
  static final String INTER_ROUTER = "inter-router";

  private static final String EDGE = "edge";
  private static final String GENERATE = "generateTlsCredentials";
  private static final int MAX_PORT = 65535;

  private AccessReader() {}

  /** {@return the place; empty if something is wrong with it, which has been reported} */
  static Optional<Access> read(String name, Fields spec, Credentials credentials) {
    Optional<String> host = spec.host("bindHost", "Name the address to bind");
    Optional<Integer> port = port(spec);
    Optional<Tls> tls = credentials.find(spec);
    refuseToGenerate(spec);
    List.of("subjectAlternativeNames", "issuer", "accessType", "settings")
        .forEach(spec::withoutEffect);
    spec.finish();
    return host.isPresent() && port.isPresent()
        ? Optional.of(new Access(name, host.get(), port.get(), tls))
        : Optional.empty();
  }

  /** The port of the role inter-router. */
  private static Optional<Integer> port(Fields spec) {
    String remedy = "Add a role " + INTER_ROUTER + " with a port";
    Optional<Integer> port = Optional.empty();
    List<Fields> roles = spec.mappings("roles", remedy);
    boolean onlyEdge = !roles.isEmpty();
    boolean found = false;
    for (Fields role : roles) {
      String name = role.text("name", "Name the role " + INTER_ROUTER).orElse("");
      Optional<Integer> number =
          role.integer(
              "port", 0, MAX_PORT, "Use a port that is free, or 0 to let the system choose");
      role.finish();
      onlyEdge &= name.equals(EDGE);
      if (name.equals(INTER_ROUTER) && found) {
        role.report(
            role.line("name"), "has the role '" + name + "' a second time", "Keep one of them");
      } else if (name.equals(INTER_ROUTER)) {
        found = true;
        port = number;
      } else if (name.equals(EDGE)) {
        role.warn(
            role.line("name"),
            "has a role '" + EDGE + "', whose port this router does not open",
            "Edge routers cannot be linked to it");
      } else if (!name.isEmpty()) {
        role.report(
            role.line("name"),
            "has a role '" + name + "'",
            "This router plays only " + INTER_ROUTER);
      }
    }
    if (onlyEdge) {
      spec.report(spec.line("roles"), "has no role " + INTER_ROUTER, remedy);
    }
    return port;
  }

  /** Who asks for credentials expects links that are encrypted. */
  private static void refuseToGenerate(Fields spec) {
    if (spec.has(GENERATE)) {
      Optional<String> wanted = spec.text(GENERATE, "Write false, or leave it out");
      if (wanted.isPresent() && !wanted.get().equals("false")) {
        spec.report(
            spec.line(GENERATE),
            "has " + GENERATE + " '" + wanted.get() + "', and this router generates none",
            "Name a Secret as tlsCredentials instead");
      }
    }
  }
}
