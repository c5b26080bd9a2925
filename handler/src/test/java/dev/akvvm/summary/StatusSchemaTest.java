package dev.akvvm.summary;

import static com.networknt.schema.InputFormat.JSON;
import static com.networknt.schema.SpecificationVersion.DRAFT_2020_12;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Keeps docs/status.schema.json at one with what is written. */
final class StatusSchemaTest {
  private final JsonNode schema;

  StatusSchemaTest() throws IOException {
    schema = new ObjectMapper().readTree(Files.readString(Path.of("../docs/status.schema.json")));
  }

  @Test
  void json_everything_isDescribed() {
    // To users keys may be added; here each must be described.
    close(schema);

    assertEquals(
        List.of(),
        problems(SummaryFile.json(Optional.of(Summaries.everything()), true, Summaries.NOON)));
  }

  @Test
  void json_agentThatCouldNotBegin_isDescribed() {
    MachineSummary known = Summaries.everything();
    MachineSummary unable =
        new MachineSummary(
            known.writtenAt(),
            known.agent(),
            Optional.empty(),
            Optional.of("the settings cannot be read"),
            List.of());

    assertEquals(List.of(), problems(SummaryFile.json(Optional.of(unable), true, Summaries.NOON)));
  }

  private static void close(JsonNode node) {
    if (node.has("properties")) {
      ((ObjectNode) node).put("additionalProperties", false);
    }
    node.forEach(StatusSchemaTest::close);
  }

  private List<String> problems(String json) {
    Schema checker =
        SchemaRegistry.withDefaultDialect(DRAFT_2020_12).getSchema(schema.toString(), JSON);
    return checker.validate(json, JSON).stream().map(Object::toString).toList();
  }
}
