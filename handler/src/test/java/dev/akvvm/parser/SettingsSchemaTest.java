package dev.akvvm.parser;

import static com.networknt.schema.InputFormat.JSON;
import static com.networknt.schema.SpecificationVersion.DRAFT_2020_12;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import dev.akvvm.settings.Layout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Keeps docs/settings.schema.json at one with the parser. */
final class SettingsSchemaTest {
  private static final Path FILE = Path.of("../docs/settings.schema.json");
  private static final String SETTINGS = "/properties/secretsManagementSettings";

  private static final Map<KnownKeys, String> PLACES =
      Map.ofEntries(
          Map.entry(KnownKeys.SETTINGS, ""),
          Map.entry(KnownKeys.SECRETS, SETTINGS),
          Map.entry(KnownKeys.CERTIFICATE, "/$defs/certificateObject"),
          Map.entry(KnownKeys.SECRET, "/$defs/secretObject"),
          Map.entry(KnownKeys.IDENTITY, "/$defs/identity"),
          Map.entry(KnownKeys.SERVICE_PRINCIPAL, "/$defs/servicePrincipal"),
          Map.entry(
              KnownKeys.OVERRIDE, "/$defs/certificateObject/properties/authenticationOverride"),
          Map.entry(KnownKeys.ACL, "/$defs/acl"),
          Map.entry(KnownKeys.KEYSTORE, "/$defs/keystore"),
          Map.entry(KnownKeys.ON_RENEWAL, "/$defs/onRenewal"),
          Map.entry(KnownKeys.PROXY, "/properties/proxySettings"),
          Map.entry(KnownKeys.LOGGING, "/properties/loggingSettings"),
          Map.entry(KnownKeys.METRICS, "/properties/metricsSettings"));

  private final String text;
  private final Schema schema;

  SettingsSchemaTest() throws IOException {
    text = Files.readString(FILE);
    schema = SchemaRegistry.withDefaultDialect(DRAFT_2020_12).getSchema(text, JSON);
  }

  @Test
  void schema_itself_isOneOfDraft2020_12() {
    Schema meta =
        SchemaRegistry.withDefaultDialect(DRAFT_2020_12)
            .getSchema(SchemaLocation.of(DRAFT_2020_12.getDialectId()));

    assertEquals(List.of(), meta.validate(text, JSON));
  }

  @ParameterizedTest
  @MethodSource("dev.akvvm.parser.SettingsFixture#usable")
  void schema_usableFixture_accepted(SettingsFixture fixture) throws IOException {
    JsonNode settings = fixture.settings().orElseThrow();

    assertEquals(List.of(), schema.validate(settings.toString(), JSON));
  }

  @ParameterizedTest
  @MethodSource("dev.akvvm.parser.SettingsFixture#refused")
  void schema_refusedFixture_refusedUnlessItCannotBeSaid(SettingsFixture fixture)
      throws IOException {
    Optional<JsonNode> settings = fixture.settings();

    boolean accepted =
        settings.isPresent() && schema.validate(settings.get().toString(), JSON).isEmpty();

    assertEquals(SettingsFixture.beyondSchema().containsKey(fixture.name()), accepted);
  }

  @Test
  void exceptions_all_areFixtures() throws IOException {
    Set<String> names =
        SettingsFixture.refused().map(SettingsFixture::name).collect(Collectors.toSet());

    assertTrue(names.containsAll(SettingsFixture.beyondSchema().keySet()));
  }

  @ParameterizedTest
  @EnumSource
  void schema_keysOfAnObject_areTheParsers(KnownKeys keys) throws Exception {
    JsonNode properties = JsonText.parse(text).at(PLACES.get(keys) + "/properties");
    TreeSet<String> names = new TreeSet<>();
    properties.fieldNames().forEachRemaining(names::add);

    assertEquals(new TreeSet<>(keys.names()), names);
  }

  /** An editor shows the description, here or where the value is defined. */
  @Test
  void schema_layouts_areTheParsers() throws Exception {
    List<String> names = new ArrayList<>();
    new ObjectMapper()
        .readTree(text)
        .at("/$defs/layout/anyOf/0/enum")
        .forEach(each -> names.add(each.asText()));
    assertEquals(
        Stream.of(Layout.values())
            .filter(Layout::isForCertificates)
            .map(Layout::settingsName)
            .toList(),
        names);
  }

  @Test
  void schema_everyKey_isDescribed() throws Exception {
    JsonNode root = JsonText.parse(text);
    Map<String, JsonNode> undescribed = new TreeMap<>();
    for (String place : PLACES.values()) {
      for (Map.Entry<String, JsonNode> property : root.at(place + "/properties").properties()) {
        JsonNode value = property.getValue();
        String reference = value.path("$ref").asText().replaceFirst("^#", "");
        if (!value.has("description") && !root.at(reference).has("description")) {
          undescribed.put(place + "/" + property.getKey(), value);
        }
      }
    }
    assertFalse(root.at(SETTINGS).isMissingNode());
    assertEquals(Map.of(), undescribed);
  }
}
