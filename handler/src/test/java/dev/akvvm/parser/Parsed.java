package dev.akvvm.parser;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.akvvm.settings.ExtensionSettings;
import dev.akvvm.settings.ObservedCertificate;
import java.util.List;

/** Settings from JSON in which ' stands for ". */
final class Parsed {
  private Parsed() {}

  static ParsedSettings parse(String json)
      throws JsonProcessingException, SettingsRejectedException {
    return SettingsParser.parse(new ObjectMapper().readTree(json.replace('\'', '"')), "");
  }

  static ExtensionSettings settings(String json)
      throws JsonProcessingException, SettingsRejectedException {
    return parse(json).settings();
  }

  /** Settings that hold nothing but {@code members} in secretsManagementSettings. */
  static ParsedSettings secrets(String members)
      throws JsonProcessingException, SettingsRejectedException {
    return parse("{'secretsManagementSettings': {" + members + "}}");
  }

  static ObservedCertificate certificate(String observed)
      throws JsonProcessingException, SettingsRejectedException {
    List<ObservedCertificate> all =
        secrets("'observedCertificates': " + observed).settings().certificates();
    if (all.size() != 1) {
      throw new AssertionError("one certificate expected: " + all);
    }
    return all.get(0);
  }

  static List<String> warnings(ParsedSettings settings) {
    return settings.warnings().stream().map(Problem::toString).toList();
  }

  /** Every error, as the operator reads it. */
  static List<String> errors(String json) {
    SettingsRejectedException e = assertThrows(SettingsRejectedException.class, () -> parse(json));
    return e.problems().stream()
        .filter(problem -> problem.severity() == Problem.Severity.ERROR)
        .map(Problem::toString)
        .toList();
  }
}
