package io.spillway.harness.driver.skupperrouter;

import io.spillway.harness.driver.SitePlan.HostPort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.qpid.protonj2.client.Client;
import org.apache.qpid.protonj2.client.ClientOptions;
import org.apache.qpid.protonj2.client.Connection;
import org.apache.qpid.protonj2.client.ConnectionOptions;
import org.apache.qpid.protonj2.client.Delivery;
import org.apache.qpid.protonj2.client.Message;
import org.apache.qpid.protonj2.client.Receiver;
import org.apache.qpid.protonj2.client.Sender;
import org.apache.qpid.protonj2.client.exceptions.ClientException;

/**
 * A connection to a router's management: questions and orders in AMQP 1.0, after the working draft
 * <i>AMQP Management Version 1.0</i>, of the entities in the router's {@code
 * python/skupper_router/management/skrouter.json}. For one thread.
 */
final class SkupperRouterManagement implements AutoCloseable {

  private static final String NODE = "$management";
  private static final String PREFIX = "io.skupper.router.";
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final int NO_CONTENT = 204;

  private final HostPort at;
  private final long patienceMillis;
  private final Client client;
  private Receiver answers;
  private Sender questions;
  private long asked;

  private SkupperRouterManagement(HostPort at, Duration patience, Client client) {
    this.at = at;
    this.patienceMillis = patience.toMillis();
    this.client = client;
  }

  /**
   * Connects to a router.
   *
   * @param at where its management listens
   * @param patience how long to wait for the connection, and then for each answer
   * @throws ManagementException if it does not take the connection in time
   */
  static SkupperRouterManagement connect(HostPort at, Duration patience)
      throws ManagementException {
    SkupperRouterManagement management =
        new SkupperRouterManagement(at, patience, Client.create(new ClientOptions()));
    try {
      management.open();
      return management;
    } catch (ClientException e) {
      management.close();
      throw unreached(at, e);
    }
  }

  private static ManagementException unreached(HostPort at, Exception e) {
    return new ManagementException(
        "the router's management at " + at + " is not reached: " + e.getMessage(), e);
  }

  private void open() throws ClientException {
    ConnectionOptions options =
        new ConnectionOptions()
            .openTimeout(patienceMillis)
            .closeTimeout(patienceMillis)
            .requestTimeout(patienceMillis)
            .sendTimeout(patienceMillis);
    options.transportOptions().connectTimeout((int) patienceMillis).allowNativeIO(false);
    options.saslOptions().addAllowedMechanism("ANONYMOUS");
    Connection connection = client.connect(at.host(), at.port(), options);
    answers = connection.openDynamicReceiver();
    answers.address(); // returns when the router has opened it, or throws why not
    questions = connection.openSender(NODE);
  }

  /**
   * {@return all entities of a type, each with its attributes, except those that have no value}
   *
   * @param type such as {@code tcpListener}
   * @throws ManagementException if the router refuses, or does not answer in time
   */
  List<Map<String, Object>> query(String type) throws ManagementException {
    String what = "QUERY " + type;
    Message<?> answer =
        ask(
            what,
            "QUERY",
            Map.of("type", "org.amqp.management", "name", "self", "entityType", PREFIX + type),
            Map.of("attributeNames", List.of()),
            OK);
    try {
      Map<?, ?> body = (Map<?, ?>) answer.body();
      List<?> names = (List<?>) body.get("attributeNames");
      List<Map<String, Object>> entities = new ArrayList<>();
      for (Object result : (List<?>) body.get("results")) {
        List<?> values = (List<?>) result;
        Map<String, Object> entity = new LinkedHashMap<>();
        for (int i = 0; i < values.size(); i++) {
          if (values.get(i) != null) {
            entity.put((String) names.get(i), values.get(i));
          }
        }
        entities.add(entity);
      }
      return entities;
    } catch (ClientException e) {
      throw failed(what, e);
    }
  }

  /**
   * Creates an entity.
   *
   * @throws ManagementException if the router refuses, or does not answer in time
   */
  void create(SkupperRouterConfig.Entity entity) throws ManagementException {
    ask(
        "CREATE " + entity.type() + " " + entity.name(),
        "CREATE",
        Map.of("type", PREFIX + entity.type(), "name", entity.name()),
        entity.attributes(),
        CREATED);
  }

  /**
   * Deletes an entity.
   *
   * @throws ManagementException if the router refuses, or does not answer in time
   */
  void delete(String type, String name) throws ManagementException {
    ask(
        "DELETE " + type + " " + name,
        "DELETE",
        Map.of("type", PREFIX + type, "name", name),
        Map.of(),
        NO_CONTENT);
  }

  private Message<?> ask(
      String what,
      String operation,
      Map<String, String> properties,
      Map<String, Object> body,
      int expected)
      throws ManagementException {
    try {
      Message<Map<String, Object>> question = Message.create(body);
      question.property("operation", operation);
      for (Map.Entry<String, String> property : properties.entrySet()) {
        question.property(property.getKey(), property.getValue());
      }
      question.replyTo(answers.address()).correlationId(String.valueOf(++asked));
      questions.send(question).awaitAccepted(patienceMillis, TimeUnit.MILLISECONDS);
      Delivery delivery = answers.receive(patienceMillis, TimeUnit.MILLISECONDS);
      if (delivery == null) {
        throw new ManagementException(
            "the router's management at %s did not answer %s within %d ms"
                .formatted(at, what, patienceMillis));
      }
      Message<?> answer = delivery.message();
      if (!(answer.property("statusCode") instanceof Number status)
          || status.intValue() != expected) {
        throw new ManagementException(
            "the router's management at %s refuses %s: %s %s"
                .formatted(
                    at, what, answer.property("statusCode"), answer.property("statusDescription")));
      }
      return answer;
    } catch (ClientException e) {
      throw failed(what, e);
    }
  }

  private ManagementException failed(String what, ClientException e) {
    return new ManagementException(
        "the router's management at %s did not take %s: %s".formatted(at, what, e.getMessage()), e);
  }

  @Override
  public void close() {
    client.close();
  }
}
