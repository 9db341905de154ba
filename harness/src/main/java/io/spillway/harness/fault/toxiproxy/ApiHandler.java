package io.spillway.harness.fault.toxiproxy;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The HTTP API: routes, statuses and bodies as {@code api.go} has them.
 *
 * <p>Like the original it answers no browser, so that a web page cannot set faults on a developer's
 * machine.
 */
final class ApiHandler extends SimpleChannelInboundHandler<FullHttpRequest> {

  private static final String JSON = "application/json";
  private static final String TEXT = "text/plain; charset=utf-8";

  private final ProxyRegistry proxies;
  private final String version;

  /**
   * Creates one, for one connection to the API.
   *
   * @param proxies what it works on
   * @param version what {@code /version} says
   */
  ApiHandler(ProxyRegistry proxies, String version) {
    this.proxies = proxies;
    this.version = version;
  }

  /**
   * An answer.
   *
   * @param status the HTTP status
   * @param contentType of the body; empty for none
   * @param body the body
   */
  private record Answer(int status, String contentType, String body) {

    static Answer json(int status, JsonNode body) {
      return new Answer(status, JSON, body.toString());
    }

    static Answer done() {
      return new Answer(204, "", "");
    }

    static Answer wrongMethod() {
      return new Answer(405, "", "");
    }

    static Answer noSuchPage() {
      return new Answer(404, TEXT, "404 page not found\n");
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    send(context, answer(request));
  }

  private Answer answer(FullHttpRequest request) {
    if (request.decoderResult().isFailure()) {
      return new Answer(400, TEXT, "400 Bad Request\n");
    }
    String agent = request.headers().get(HttpHeaderNames.USER_AGENT, "");
    if (agent.startsWith("Mozilla/")) {
      return new Answer(403, TEXT, "User agent not allowed\n");
    }
    try {
      return route(
          request.method().name(),
          segments(request.uri()),
          request.content().toString(StandardCharsets.UTF_8));
    } catch (ApiException e) {
      return new Answer(e.status(), TEXT, ApiJson.error(e) + "\n");
    }
  }

  private static List<String> segments(String uri) {
    String path = new QueryStringDecoder(uri).rawPath();
    return Arrays.stream(path.substring(Math.min(1, path.length())).split("/", -1))
        .map(segment -> QueryStringDecoder.decodeComponent(segment.replace("+", "%2B")))
        .toList();
  }

  private Answer route(String method, List<String> path, String body) {
    if (path.stream().anyMatch(String::isEmpty)) {
      return Answer.noSuchPage();
    }
    String shape = shape(path);
    String proxy = path.size() > 1 ? path.get(1) : "";
    String toxic = path.size() > 3 ? path.get(3) : "";
    return switch (shape) {
      case "version" -> "GET".equals(method) ? versionAnswer() : Answer.wrongMethod();
      case "reset" -> "POST".equals(method) ? reset() : Answer.wrongMethod();
      case "populate" -> "POST".equals(method) ? populate(body) : Answer.wrongMethod();
      case "proxies" -> onProxies(method, body);
      case "proxy" -> onProxy(method, proxy, body);
      case "toxics" -> onToxics(method, proxy, body);
      case "toxic" -> onToxic(method, proxy, toxic, body);
      default -> Answer.noSuchPage();
    };
  }

  private static String shape(List<String> path) {
    if (path.size() == 1) {
      return path.get(0);
    }
    boolean proxies = "proxies".equals(path.get(0));
    boolean toxics = path.size() > 2 && "toxics".equals(path.get(2));
    if (proxies && path.size() == 2) {
      return "proxy";
    }
    if (proxies && toxics) {
      return path.size() == 3 ? "toxics" : path.size() == 4 ? "toxic" : "unknown";
    }
    return "unknown";
  }

  private Answer versionAnswer() {
    return new Answer(
        200, "application/json;charset=utf-8", "{\"version\": \"" + version + "\"}\n");
  }

  private Answer reset() {
    proxies.reset();
    return Answer.done();
  }

  private Answer populate(String body) {
    ProxyRegistry.Populated populated = proxies.populate(body);
    return Answer.json(populated.status(), populated.json());
  }

  private Answer onProxies(String method, String body) {
    return switch (method) {
      case "GET" -> Answer.json(200, proxies.index());
      case "POST" -> Answer.json(201, proxies.create(body));
      default -> Answer.wrongMethod();
    };
  }

  private Answer onProxy(String method, String proxy, String body) {
    switch (method) {
      case "GET":
        return Answer.json(200, proxies.show(proxy));
      case "POST":
      case "PATCH":
        return Answer.json(200, proxies.update(proxy, body));
      case "DELETE":
        proxies.delete(proxy);
        return Answer.done();
      default:
        return Answer.wrongMethod();
    }
  }

  private Answer onToxics(String method, String proxy, String body) {
    return switch (method) {
      case "GET" -> Answer.json(200, proxies.toxics(proxy));
      case "POST" -> Answer.json(200, proxies.addToxic(proxy, body));
      default -> Answer.wrongMethod();
    };
  }

  private Answer onToxic(String method, String proxy, String toxic, String body) {
    switch (method) {
      case "GET":
        return Answer.json(200, proxies.showToxic(proxy, toxic));
      case "POST":
      case "PATCH":
        return Answer.json(200, proxies.updateToxic(proxy, toxic, body));
      case "DELETE":
        proxies.removeToxic(proxy, toxic);
        return Answer.done();
      default:
        return Answer.wrongMethod();
    }
  }

  private static void send(ChannelHandlerContext context, Answer answer) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(answer.status()),
            Unpooled.copiedBuffer(answer.body(), StandardCharsets.UTF_8));
    if (!answer.contentType().isEmpty()) {
      response.headers().set(HttpHeaderNames.CONTENT_TYPE, answer.contentType());
    }
    if (answer.status() != 204) {
      response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
    }
    var unused = context.writeAndFlush(response);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Channels.close(context.channel());
  }
}
