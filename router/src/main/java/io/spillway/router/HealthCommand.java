package io.spillway.router;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks a running router whether it works, for images that have no HTTP client. */
@Command(
    name = "health",
    description = {
      "Asks a running router's GET /healthz.",
      "Ends with 0 if it works; with 1 if it does not, or does not answer."
    },
    mixinStandardHelpOptions = true)
final class HealthCommand implements Callable<Integer> {

  private static final int TIMEOUT_MILLIS = 2000;

  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      converter = Flags.AddressConverter.class,
      defaultValue = "127.0.0.1:9090",
      description = "The router's admin endpoint (default: ${DEFAULT-VALUE}).")
  private InetSocketAddress admin;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try {
      URL url = new URL("http", admin.getAddress().getHostAddress(), admin.getPort(), "/healthz");
      HttpURLConnection connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
      connection.setConnectTimeout(TIMEOUT_MILLIS);
      connection.setReadTimeout(TIMEOUT_MILLIS);
      boolean healthy = connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      try (InputStream body = healthy ? connection.getInputStream() : connection.getErrorStream()) {
        spec.commandLine().getOut().print(new String(body.readAllBytes(), StandardCharsets.UTF_8));
        spec.commandLine().getOut().flush();
      }
      return healthy ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    } catch (IOException e) {
      spec.commandLine()
          .getErr()
          .println(
              "no answer from "
                  + admin
                  + ": "
                  + e.getMessage()
                  + ". If the router was started with --admin, give the same one here; with"
                  + " --no-admin it cannot be asked.");
      return CommandLine.ExitCode.SOFTWARE;
    }
  }
}
