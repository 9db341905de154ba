package io.spillway.router.bench;

import io.spillway.router.bench.Subject.Place;
import io.spillway.router.bench.SubjectProcess.Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * How each subject is started: one thread or worker each, the defaults of its maker for everything
 * that touches speed, and a log that is silent while all is well.
 */
final class Subjects {

  static final String DIRECT = "direct";
  static final String SPILLWAY_1 = "spillway, 1 hop";
  static final String SPILLWAY_2 = "spillway, 2 hops";
  static final String HAPROXY = "HAProxy";
  static final String NGINX = "nginx";
  static final String SKUPPER_1 = "skupper-router, 1 hop";
  static final String SKUPPER_2 = "skupper-router, 2 hops";

  /** What the router's JVM is given; the rest is the JVM's own choice, with C2. */
  static final List<String> JVM = List.of("-XX:+UseSerialGC", "-Xmx256m");

  private static final int MAX_CONNECTIONS = 9_000;

  /**
   * Which processors the processes have.
   *
   * @param near of the process that clients connect to
   * @param far of the process behind it, where there are two
   */
  record Pinning(String near, String far) {}

  private final Pinning pinning;

  Subjects(Pinning pinning) {
    this.pinning = pinning;
  }

  Subject direct() {
    return new Subject(DIRECT, place -> List.of());
  }

  Subject spillway1() {
    return new Subject(
        SPILLWAY_1,
        place ->
            List.of(
                router(
                    "spillway1",
                    pinning.near(),
                    place,
                    Skupper.site("one", Skupper.listener(place), Skupper.connector(place)))));
  }

  Subject spillway2() {
    return new Subject(
        SPILLWAY_2,
        place -> {
          int link = Loopback.freePort();
          return List.of(
              router(
                  "spillway2-far",
                  pinning.far(),
                  place,
                  Skupper.site("far", Skupper.access(link), Skupper.connector(place))),
              router(
                  "spillway2-near",
                  pinning.near(),
                  place,
                  Skupper.site("near", Skupper.link(link), Skupper.listener(place))));
        });
  }

  private static Launch router(String name, String processors, Place place, String yaml)
      throws IOException {
    Path file = Files.writeString(place.folder().resolve(name + ".yaml"), yaml);
    return new Launch(
        name,
        processors,
        true,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            JVM.get(0),
            JVM.get(1),
            "-cp",
            System.getProperty("java.class.path"),
            "io.spillway.router.Main",
            "--no-admin", // several routers run at once
            file.toString()));
  }

  Subject haproxy(Path binary) {
    return new Subject(
        HAPROXY,
        place -> {
          Path file =
              Files.writeString(
                  place.folder().resolve("haproxy.cfg"),
                  """
                  global
                    nbthread 1
                    maxconn %d
                  defaults
                    mode tcp
                    maxconn %d
                    timeout connect 5s
                    timeout client 5m
                    timeout server 5m
                  listen bench
                    bind 127.0.0.1:%d
                    server workload 127.0.0.1:%d
                  """
                      .formatted(
                          MAX_CONNECTIONS, MAX_CONNECTIONS, place.front(), place.workload()));
          return List.of(
              new Launch(
                  "haproxy",
                  pinning.near(),
                  false,
                  List.of(binary.toString(), "-db", "-q", "-f", file.toString())));
        });
  }

  Subject nginx(Path binary, List<Path> modules) {
    return new Subject(
        NGINX,
        place -> {
          StringBuilder loads = new StringBuilder();
          modules.forEach(module -> loads.append("load_module ").append(module).append(";\n"));
          Path file =
              Files.writeString(
                  place.folder().resolve("nginx.conf"),
                  loads
                      + """
                      daemon off;
                      worker_processes 1;
                      pid %s/nginx.pid;
                      error_log %s/nginx-error.log error;
                      events { worker_connections %d; }
                      stream {
                        server {
                          listen 127.0.0.1:%d;
                          proxy_pass 127.0.0.1:%d;
                        }
                      }
                      """
                          .formatted(
                              place.folder(),
                              place.folder(),
                              2 * MAX_CONNECTIONS,
                              place.front(),
                              place.workload()));
          return List.of(
              new Launch(
                  "nginx",
                  pinning.near(),
                  false,
                  List.of(
                      binary.toString(), "-p", place.folder().toString(), "-c", file.toString())));
        });
  }

  Subject skupper1(Path binary) {
    return new Subject(
        SKUPPER_1,
        place ->
            List.of(
                skrouterd(
                    binary,
                    "skupper1",
                    pinning.near(),
                    place,
                    SkrouterJson.of(
                        "one",
                        SkrouterJson.tcp("tcpListener", place.front()),
                        SkrouterJson.tcp("tcpConnector", place.workload())))));
  }

  Subject skupper2(Path binary) {
    return new Subject(
        SKUPPER_2,
        place -> {
          int link = Loopback.freePort();
          return List.of(
              skrouterd(
                  binary,
                  "skupper2-far",
                  pinning.far(),
                  place,
                  SkrouterJson.of(
                      "far",
                      SkrouterJson.interRouter("listener", link),
                      SkrouterJson.tcp("tcpConnector", place.workload()))),
              skrouterd(
                  binary,
                  "skupper2-near",
                  pinning.near(),
                  place,
                  SkrouterJson.of(
                      "near",
                      SkrouterJson.interRouter("connector", link),
                      SkrouterJson.tcp("tcpListener", place.front()))));
        });
  }

  private static Launch skrouterd(
      Path binary, String name, String processors, Place place, String json) throws IOException {
    Path file = Files.writeString(place.folder().resolve(name + ".json"), json);
    return new Launch(name, processors, false, List.of(binary.toString(), "-c", file.toString()));
  }

  /** Site files of our router. */
  private static final class Skupper {

    static String site(String name, String... resources) {
      return resource("Site", name, "{}") + String.join("", resources);
    }

    static String listener(Place place) {
      return resource(
          "Listener", "bench", "{host: 127.0.0.1, port: " + place.front() + ", routingKey: bench}");
    }

    static String connector(Place place) {
      return resource(
          "Connector",
          "workload",
          "{host: 127.0.0.1, port: " + place.workload() + ", routingKey: bench}");
    }

    static String access(int port) {
      return resource(
          "RouterAccess",
          "access",
          "{bindHost: 127.0.0.1, roles: [{name: inter-router, port: " + port + "}]}");
    }

    static String link(int port) {
      return resource(
          "Link",
          "to-far",
          "{endpoints: [{name: inter-router, host: 127.0.0.1, port: " + port + "}]}");
    }

    private static String resource(String kind, String name, String spec) {
      return """
          ---
          apiVersion: skupper.io/v2alpha1
          kind: %s
          metadata: {name: %s}
          spec: %s
          """
          .formatted(kind, name, spec);
    }
  }

  /** Configurations of skupper-router. */
  private static final class SkrouterJson {

    static String of(String id, String... entities) {
      return """
          [
            ["router", {"mode": "interior", "id": "%s"}],
            ["log", {"module": "DEFAULT", "enable": "warning+"}],
            ["address", {"prefix": "bench", "distribution": "balanced"}],
            %s
          ]
          """
          .formatted(id, String.join(",\n  ", entities));
    }

    static String tcp(String entity, int port) {
      return """
          ["%s", {"name": "%s", "host": "127.0.0.1", "port": "%d", "address": "bench"}]"""
          .formatted(entity, entity, port);
    }

    static String interRouter(String entity, int port) {
      return """
          ["%s", {"name": "link", "host": "127.0.0.1", "port": "%d", "role": "inter-router"}]"""
          .formatted(entity, port);
    }
  }
}
