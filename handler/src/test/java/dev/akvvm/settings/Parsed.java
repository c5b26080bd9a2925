package dev.akvvm.settings;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;

/** Settings from JSON in which ' stands for ". */
final class Parsed {
  private Parsed() {}

  static ExtensionSettings settings(String json)
      throws JsonProcessingException, SettingsRejectedException {
    return SettingsParser.parse(new ObjectMapper().readTree(json.replace('\'', '"')), "");
  }

  /** Settings that hold nothing but {@code members} in secretsManagementSettings. */
  static ExtensionSettings secrets(String members)
      throws JsonProcessingException, SettingsRejectedException {
    return settings("{'secretsManagementSettings': {" + members + "}}");
  }

  static ObservedCertificate certificate(String observed)
      throws JsonProcessingException, SettingsRejectedException {
    List<ObservedCertificate> all = secrets("'observedCertificates': " + observed).certificates();
    if (all.size() != 1) {
      throw new AssertionError("one certificate expected: " + all);
    }
    return all.get(0);
  }

  static List<String> warnings(ExtensionSettings settings) {
    return settings.warnings().stream().map(Problem::toString).toList();
  }

  /** Every error, as the operator reads it. */
  static List<String> errors(String json) {
    SettingsRejectedException e =
        assertThrows(SettingsRejectedException.class, () -> settings(json));
    return e.problems().stream()
        .filter(problem -> problem.severity() == Problem.Severity.ERROR)
        .map(Problem::toString)
        .toList();
  }
}
