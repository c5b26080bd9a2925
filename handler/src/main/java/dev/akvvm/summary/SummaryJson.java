package dev.akvvm.summary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.akvvm.summary.MachineSummary.Agent;
import dev.akvvm.summary.MachineSummary.Polls;
import dev.akvvm.waagent.SequenceNumber;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A summary as JSON, whose form docs/status.schema.json promises to programs: keys are added, never
 * removed, as long as {@value #FORM} has its value. What is not known is left out.
 */
final class SummaryJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FORM = "schema";
  private static final int THIS_FORM = 1;

  private SummaryJson() {}

  static ObjectNode write(MachineSummary summary) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put(FORM, THIS_FORM).put("writtenAt", summary.writtenAt().toString());
    root.putObject("agent")
        .put("pid", summary.agent().process().pid())
        .put("startTicks", summary.agent().process().startTicks())
        .put("startedAt", summary.agent().startedAt().toString())
        .put("settings", summary.agent().settings().value())
        .put("version", summary.agent().version());
    summary.polls().ifPresent(polls -> write(polls, root.putObject("polls")));
    summary.failure().ifPresent(failure -> root.put("failure", failure));
    ArrayNode certificates = root.putArray("certificates");
    summary.certificates().forEach(each -> write(each, certificates.addObject()));
    return root;
  }

  private static void write(Polls polls, ObjectNode node) {
    node.put("identity", polls.identity());
    polls.last().ifPresent(last -> node.put("last", last.toString()));
    node.put("next", polls.next().toString()).put("intervalInS", polls.interval().toSeconds());
  }

  private static void write(CertificateSummary certificate, ObjectNode node) {
    node.put("name", certificate.name())
        .put("link", certificate.link())
        .put("managed", certificate.isManaged());
    certificate
        .installed()
        .ifPresent(
            installed -> {
              node.put("version", installed.version());
              installed.key().ifPresent(key -> node.put("key", key));
              node.put("notBefore", installed.notBefore().toString())
                  .put("notAfter", installed.notAfter().toString());
            });
    write(certificate.readers(), node.putArray("readers"));
    certificate.failure().ifPresent(failure -> node.put("failure", failure));
    write(certificate.warnings(), node.putArray("warnings"));
    write(certificate.notes(), node.putArray("notes"));
    ArrayNode actions = node.putArray("actions");
    for (ActionSummary action : certificate.actions()) {
      ObjectNode entry = actions.addObject().put("action", action.action());
      entry.put("state", action.state().name().toLowerCase(Locale.ROOT));
      action.at().ifPresent(at -> entry.put("at", at.toString()));
      if (!action.message().isEmpty()) {
        entry.put("message", action.message());
      }
    }
  }

  private static void write(List<String> texts, ArrayNode array) {
    texts.forEach(array::add);
  }

  /** Empty when the text is not of the form that {@link #write} gives. */
  static Optional<MachineSummary> read(byte[] json) {
    try {
      JsonNode root = JSON.readTree(json);
      return root.path(FORM).asInt() == THIS_FORM ? Optional.of(read(root)) : Optional.empty();
    } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
      return Optional.empty();
    } catch (java.io.IOException e) {
      throw new IllegalStateException("bytes in memory can be read", e);
    }
  }

  private static MachineSummary read(JsonNode root) {
    JsonNode agent = root.path("agent");
    return new MachineSummary(
        time(root, "writtenAt"),
        new Agent(
            new RunningProcess(agent.path("pid").asLong(), agent.path("startTicks").asLong()),
            time(agent, "startedAt"),
            SequenceNumber.parse(agent.path("settings").asText()),
            agent.path("version").asText()),
        root.has("polls") ? Optional.of(polls(root.path("polls"))) : Optional.empty(),
        text(root, "failure"),
        list(root.path("certificates"), SummaryJson::certificate));
  }

  private static Polls polls(JsonNode node) {
    return new Polls(
        node.path("identity").asText(),
        text(node, "last").map(Instant::parse),
        time(node, "next"),
        Duration.ofSeconds(node.path("intervalInS").asLong()));
  }

  private static CertificateSummary certificate(JsonNode node) {
    return new CertificateSummary(
        node.path("name").asText(),
        node.path("link").asText(),
        node.path("managed").asBoolean(),
        text(node, "version")
            .map(
                version ->
                    new CertificateSummary.Installed(
                        version,
                        text(node, "key"),
                        time(node, "notBefore"),
                        time(node, "notAfter"))),
        list(node.path("readers"), JsonNode::asText),
        text(node, "failure"),
        list(node.path("warnings"), JsonNode::asText),
        list(node.path("notes"), JsonNode::asText),
        list(node.path("actions"), SummaryJson::action));
  }

  private static ActionSummary action(JsonNode node) {
    return new ActionSummary(
        node.path("action").asText(),
        ActionSummary.State.valueOf(node.path("state").asText().toUpperCase(Locale.ROOT)),
        text(node, "at").map(Instant::parse),
        node.path("message").asText());
  }

  private static Instant time(JsonNode node, String key) {
    return Instant.parse(node.path(key).asText());
  }

  private static Optional<String> text(JsonNode node, String key) {
    return node.has(key) ? Optional.of(node.path(key).asText()) : Optional.empty();
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> read) {
    List<T> list = new ArrayList<>();
    array.forEach(each -> list.add(read.apply(each)));
    return list;
  }
}
