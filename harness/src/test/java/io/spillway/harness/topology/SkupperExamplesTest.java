package io.spillway.harness.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.harness.topology.Connector.Workload.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The forms of resources that Skupper's documentation (pages Link, AccessToken, Listener,
 * MultiKeyListener and Connector, for Kubernetes and for other systems) shows people to copy. Each
 * is put unchanged into the folder of site west; beside it there is a site east.
 */
final class SkupperExamplesTest {

  @TempDir private Path network;

  @BeforeEach
  void twoSites() throws IOException {
    write(
        "east/site.yaml", "apiVersion: skupper.io/v2alpha1\nkind: Site\nmetadata:\n  name: east\n");
    write(
        "west/site.yaml",
        """
        apiVersion: skupper.io/v2alpha1
        kind: Site
        metadata:
          name: west
        spec:
          linkAccess: default
        """);
  }

  @Test
  void connectorWithSelector() throws IOException {
    Site west =
        read(
            """
            apiVersion: skupper.io/v2alpha1
            kind: Connector
            metadata:
              name: backend
            spec:
              routingKey: backend
              port: 8080
              selector: app=backend
            """);

    assertThat(west.connectors())
        .containsExactly(new Connector("backend", "backend", 8080, new StandIn("app=backend")));
  }

  @Test
  void connectorWithHost() throws IOException {
    Site west =
        read(
            """
            ---
            apiVersion: skupper.io/v2alpha1
            kind: Connector
            metadata:
              name: backend
            spec:
              host: 127.0.0.1
              port: 9090
              routingKey: backend-8080
            """);

    assertThat(west.connectors())
        .containsExactly(new Connector("backend", "backend-8080", 9090, new StandIn("127.0.0.1")));
  }

  @Test
  void connectorAndListenerWithNamespaces() throws IOException {
    write(
        "service.yaml",
        """
        apiVersion: skupper.io/v2alpha1
        kind: Connector
        metadata:
          name: backend
          namespace: east
        spec:
          routingKey: backend
          selector: app=backend
          port: 8080
        ---
        apiVersion: skupper.io/v2alpha1
        kind: Listener
        metadata:
          name: backend
          namespace: west
        spec:
          routingKey: backend
          host: east-backend
          port: 8080
        """);

    Network read = NetworkReader.read(network).network();

    assertThat(read.site("east").connectors())
        .containsExactly(new Connector("backend", "backend", 8080, new StandIn("app=backend")));
    assertThat(read.site("west").listeners())
        .containsExactly(new Listener("backend", "east-backend", 8080, "backend"));
  }

  @Test
  void listenerOfASystemSite() throws IOException {
    Site west =
        read(
            """
            apiVersion: skupper.io/v2alpha1
            kind: Listener
            metadata:
              name: backend
            spec:
              host: 0.0.0.0
              port: 8080
              routingKey: backend-8080
            """);

    assertThat(west.listeners())
        .containsExactly(new Listener("backend", "0.0.0.0", 8080, "backend-8080"));
  }

  @Test
  void weightedMultiKeyListener() throws IOException {
    Site west =
        read(
            """
            apiVersion: skupper.io/v2alpha1
            kind: MultiKeyListener
            metadata:
              name: mkl-backend
            spec:
              host: mkl-backend
              port: 9092
              strategy:
                weighted:
                  routingKeys:
                    east-backend: 1
                    west-backend: 1
            """);

    assertThat(west.multiKeyListeners())
        .containsExactly(
            new MultiKeyListener(
                "mkl-backend",
                "mkl-backend",
                9092,
                new Strategy.Weighted(Map.of("east-backend", 1, "west-backend", 1))));
  }

  @Test
  void priorityMultiKeyListener() throws IOException {
    Site west =
        read(
            """
            apiVersion: skupper.io/v2alpha1
            kind: MultiKeyListener
            metadata:
              name: mkl-backend-priority
            spec:
              host: mkl-backend-priority
              port: 9095
              strategy:
                priority:
                  routingKeys:
                    - east-backend-http
                    - west-backend-http
            """);

    assertThat(west.multiKeyListeners())
        .containsExactly(
            new MultiKeyListener(
                "mkl-backend-priority",
                "mkl-backend-priority",
                9095,
                new Strategy.Priority(List.of("east-backend-http", "west-backend-http"))));
  }

  @Test
  void generatedLinkWithItsSecret() throws IOException {
    Site west =
        read(
            """
            apiVersion: skupper.io/v2alpha1
            kind: Link
            metadata:
              name: south-ac619
            spec:
              endpoints:
                - group: skupper-router-1
                  host: 10.97.161.185
                  name: inter-router
                  port: "55671"
                - group: skupper-router-1
                  host: 10.97.161.185
                  name: edge
                  port: "45671"
              tlsCredentials: south-ac619
            ---
            apiVersion: v1
            kind: Secret
            type: kubernetes.io/tls
            metadata:
              name: south-ac619
            data:
              ca.crt: LS0tLS1CRUdJTiB [...]
              tls.crt: LS0tLS1CRUdJTiB [...]
              tls.key: LS0tLS1CRUdJTiB [...]
            """);

    assertThat(west.links()).containsExactly(new Link("south-ac619", "east", OptionalInt.empty()));
  }

  @Test
  void linkWithCostAndPlaceholders() throws IOException {
    Site west =
        read(
            """
            apiVersion: skupper.io/v2alpha1
            kind: Link
            metadata:
              name: west-6bfn6
            spec:
              cost: 2
              endpoints:
                - host: <remote-host>
                  name: inter-router
                  port: "55671"
                - host: <remote-host>
                  name: edge
                  port: "45671"
              tlsCredentials: west-6bfn6
            """);

    assertThat(west.links()).containsExactly(new Link("west-6bfn6", "east", 2));
  }

  @Test
  void linkThroughAProxyWithItsSecret() throws IOException {
    Site west =
        read(
            """
            apiVersion: v1
            kind: Secret
            metadata:
              name: my-proxy-config
            type: kubernetes.io/basic-auth
            stringData:
              host: proxy.example.com
              port: "3128"
            ---
            apiVersion: skupper.io/v2alpha1
            kind: Link
            metadata:
              name: link-to-remote-site
            spec:
              cost: 1
              endpoints:
              - host: remote-site.example.com
                name: inter-router
                port: "55671"
              - host: remote-site.example.com
                name: edge
                port: "45671"
              tlsCredentials: link-to-remote-site
              settings:
                proxy-configuration: my-proxy-config
            """);

    assertThat(west.links()).containsExactly(new Link("link-to-remote-site", "east", 1));
  }

  @Test
  void accessTokenWithLinkCostAndPlaceholders() throws IOException {
    Site west =
        read(
            """
            apiVersion: skupper.io/v2alpha1
            kind: AccessToken
            metadata:
              name: my-token
            spec:
              url: <grant-url>
              code: <secret-code>
              ca: <ca-cert>
              linkCost: 2
            """);

    assertThat(west.links()).containsExactly(new Link("my-token", "east", 2));
  }

  @Test
  void accessTokenWithACertificate() throws IOException {
    Site west =
        read(
            """
            apiVersion: skupper.io/v2alpha1
            kind: AccessToken
            metadata:
              name: token-to-west
            spec:
              code: "L1qCl2mZ7D81gbXp3ax4YT0K"
              ca: |-
                -----BEGIN CERTIFICATE-----
                MIIDNzCCAh+gAwIBAgIR
                -----END CERTIFICATE-----
              url: "https://10.107.241.191:9090/86b80f6b-2b02-47ac-bab4-d285bb4f7b9d"
            """);

    assertThat(west.links())
        .containsExactly(new Link("token-to-west", "east", OptionalInt.empty()));
  }

  @Test
  void whatStandsBesideThem() throws IOException {
    write(
        "west/others.yaml",
        """
        apiVersion: skupper.io/v2alpha1
        kind: AccessGrant
        metadata:
          name: grant-west
        spec:
          redemptionsAllowed: 2        # default 1
          expirationWindow: 25m        # default 15m
        ---
        apiVersion: skupper.io/v2alpha1
        kind: RouterAccess
        metadata:
          name: go-west
        spec:
          roles:
            - port: 55671
              name: inter-router
          bindHost: 127.0.0.1
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: backend
        spec:
          replicas: 3
        """);

    assertThat(NetworkReader.read(network).notes())
        .containsExactly(
            network + "/east/site.yaml:1: site east has no link to or from another site",
            network + "/west/site.yaml:1: site west has no link to or from another site",
            "AccessGrant is accepted without effect (" + network + "/west/others.yaml:1)",
            "RouterAccess is accepted without effect (" + network + "/west/others.yaml:9)",
            "Deployment is accepted without effect (" + network + "/west/others.yaml:19)",
            "Site spec.linkAccess is accepted without effect (" + network + "/west/site.yaml:6)");
  }

  private Site read(String example) throws IOException {
    write("west/example.yaml", example);
    return NetworkReader.read(network).network().site("west");
  }

  private void write(String file, String text) throws IOException {
    Path path = network.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }
}
