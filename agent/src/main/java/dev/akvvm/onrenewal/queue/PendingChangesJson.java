package dev.akvvm.onrenewal.queue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.akvvm.onrenewal.plan.Attempt;
import dev.akvvm.onrenewal.plan.Change;
import dev.akvvm.onrenewal.plan.PendingChanges;
import dev.akvvm.onrenewal.plan.Worked;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What is still to do, as JSON. */
final class PendingChangesJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PendingChangesJson() {}

  static String write(PendingChanges pending) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode changes = root.putArray("changes");
    for (Change change : pending.changes()) {
      ArrayNode done =
          changes
              .addObject()
              .put("link", change.link())
              .put("version", change.version())
              .putArray("done");
      change.done().forEach(done::add);
    }
    ArrayNode attempts = root.putArray("attempts");
    new TreeMap<>(pending.attempts())
        .forEach(
            (key, attempt) -> {
              ObjectNode node = attempts.addObject().put("action", key);
              node.put("failures", attempt.failures()).put("trouble", attempt.failure());
              attempt.due().ifPresent(due -> node.put("due", due.toString()));
            });
    ArrayNode worked = root.putArray("worked");
    for (Worked each : pending.worked()) {
      worked
          .addObject()
          .put("link", each.link())
          .put("action", each.action())
          .put("at", each.at().toString());
    }
    return root.toString();
  }

  /** Empty when the text is not of the form that {@link #write} gives. */
  static Optional<PendingChanges> read(String text) {
    try {
      JsonNode root = JSON.readTree(text);
      if (!root.path("changes").isArray()) {
        return Optional.empty();
      }
      List<Change> changes = new ArrayList<>();
      for (JsonNode each : root.path("changes")) {
        Set<String> done = new TreeSet<>();
        each.path("done").forEach(key -> done.add(key.asText()));
        changes.add(new Change(each.path("link").asText(), each.path("version").asText(), done));
      }
      Map<String, Attempt> attempts = new TreeMap<>();
      for (JsonNode each : root.path("attempts")) {
        attempts.put(each.path("action").asText(), attempt(each));
      }
      List<Worked> worked = new ArrayList<>();
      for (JsonNode each : root.path("worked")) {
        worked.add(
            new Worked(
                each.path("link").asText(),
                each.path("action").asText(),
                Instant.parse(each.path("at").asText())));
      }
      return Optional.of(new PendingChanges(changes, attempts, worked));
    } catch (JsonProcessingException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Attempt attempt(JsonNode node) {
    return new Attempt(
        node.path("failures").asInt(),
        node.has("due") ? Optional.of(Instant.parse(node.path("due").asText())) : Optional.empty(),
        node.path("trouble").asText());
  }
}
