package io.spillway.router.soak;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The routers between clients and workloads: one, or two that are joined by a link. There may be
 * several chains side by side, as a process may not have descriptors enough for all connections.
 *
 * @param name what the table calls it
 * @param routers the routers, the one of the clients first
 */
record Chain(String name, List<Child> routers) implements AutoCloseable {

  private static final int LISTENERS = 4;

  /** Copies the list. */
  Chain {
    routers = List.copyOf(routers);
  }

  /** Starts one router: clients and workloads at the same site. */
  static Chain direct(Path folder, int number, int loops, List<String> workloads)
      throws IOException {
    String name = "direct-" + number;
    String site = site(name) + listeners(number) + connectors(workloads);
    return new Chain("direct", List.of(router(folder, name, loops, site)));
  }

  /** Starts two routers: the clients at the one, the workloads at the other, a link between. */
  static Chain linked(Path folder, int number, int loops, List<String> workloads)
      throws IOException {
    String far = "far-" + number;
    String access =
        resource(
            "RouterAccess",
            "access",
            """
        bindHost: 127.0.0.1
          roles: [{name: inter-router, port: 0}]""");
    Child farRouter = router(folder, far, loops, site(far) + access + connectors(workloads));
    String[] address = farRouter.ask("link").split(":", -1);
    String near = "near-" + number;
    String link =
        resource(
            "Link",
            "to-far",
            """
        endpoints: [{name: inter-router, host: %s, port: %s}]"""
                .formatted((Object[]) address));
    Child nearRouter = router(folder, near, loops, site(near) + link + listeners(number));
    return new Chain("link", List.of(nearRouter, farRouter));
  }

  /** {@return where the clients connect} */
  List<InetSocketAddress> listeners() {
    return addresses(routers.get(0).ask("listeners"));
  }

  /** {@return whether every router of the chain reaches the others} */
  boolean isWhole() {
    return routers.stream()
        .allMatch(router -> Integer.parseInt(router.ask("sites")) == routers.size());
  }

  List<Census> census() {
    return routers.stream().map(Census::of).toList();
  }

  /** {@return what is not as it was, router by router} */
  List<String> differencesFrom(List<Census> before) {
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < routers.size(); i++) {
      differences.addAll(Census.of(routers.get(i)).differencesFrom(before.get(i)));
    }
    return differences;
  }

  @Override
  public void close() {
    routers.forEach(Child::close);
  }

  static List<InetSocketAddress> addresses(String line) {
    return Arrays.stream(line.split(" ", -1))
        .map(address -> address.split(":", -1))
        .map(parts -> new InetSocketAddress(parts[0], Integer.parseInt(parts[1])))
        .toList();
  }

  private static Child router(Path folder, String name, int loops, String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".yaml"), yaml);
    return new Child(
        SoakRouter.class,
        folder.resolve(name + ".log"),
        List.of(file.toString(), Integer.toString(loops)));
  }

  private static String listeners(int chain) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= LISTENERS; i++) {
      text.append(
          resource(
              "Listener",
              "in-" + i,
              "host: 127.1.%d.%d%n  port: 0%n  routingKey: echo".formatted(chain, i)));
    }
    return text.toString();
  }

  private static String connectors(List<String> workloads) {
    List<String> texts = new ArrayList<>(Collections.nCopies(workloads.size(), ""));
    for (int i = 0; i < workloads.size(); i++) {
      String[] address = workloads.get(i).split(":", -1);
      texts.set(
          i,
          resource(
              "Connector",
              "echo-" + i,
              "host: %s%n  port: %s%n  routingKey: echo".formatted(address[0], address[1])));
    }
    return String.join("", texts);
  }

  private static String site(String name) {
    return "apiVersion: skupper.io/v2alpha1\nkind: Site\nmetadata: {name: " + name + "}\n";
  }

  private static String resource(String kind, String name, String spec) {
    return """
        ---
        apiVersion: skupper.io/v2alpha1
        kind: %s
        metadata: {name: %s}
        spec:
          %s
        """
        .formatted(kind, name, spec);
  }
}
