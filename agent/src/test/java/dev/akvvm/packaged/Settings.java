package dev.akvvm.packaged;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an operator writes.
 *
 * @param secrets what is set beside interval and certificates
 * @param authentication authenticationSettings; empty for none
 * @param certificates names in the vault contoso, or whole URLs
 * @param proxy the URL of proxySettings; empty for none
 * @param logReceiver the endpoint of loggingSettings; empty for none
 * @param metrics the textfile of metricsSettings; empty for none
 */
record Settings(
    int intervalInSeconds,
    List<String> certificates,
    Map<String, Object> secrets,
    Map<String, String> authentication,
    String proxy,
    String logReceiver,
    String metrics) {

  static Settings polling(int everySeconds, String... certificates) {
    return new Settings(everySeconds, List.of(certificates), Map.of(), Map.of(), "", "", "");
  }

  Settings with(String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(secrets);
    more.put(key, value);
    return new Settings(
        intervalInSeconds, certificates, more, authentication, proxy, logReceiver, metrics);
  }

  Settings withIdentity(String key, String value) {
    Map<String, String> more = new LinkedHashMap<>(authentication);
    more.put(key, value);
    return new Settings(
        intervalInSeconds, certificates, secrets, more, proxy, logReceiver, metrics);
  }

  Settings withProxy(String url) {
    return new Settings(
        intervalInSeconds, certificates, secrets, authentication, url, logReceiver, metrics);
  }

  Settings withLogReceiver(String endpoint) {
    return new Settings(
        intervalInSeconds, certificates, secrets, authentication, proxy, endpoint, metrics);
  }

  Settings withMetrics(String file) {
    return new Settings(
        intervalInSeconds, certificates, secrets, authentication, proxy, logReceiver, file);
  }

  /** As in a template: the public settings. */
  String json() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    ObjectNode node = root.putObject("secretsManagementSettings");
    node.put("pollingIntervalInS", Integer.toString(intervalInSeconds));
    secrets.forEach((key, value) -> node.set(key, mapper.valueToTree(value)));
    ArrayNode observed = node.putArray("observedCertificates");
    for (String name : certificates) {
      observed.add(name.contains("://") ? name : "https://contoso.vault.azure.net/secrets/" + name);
    }
    if (!proxy.isEmpty()) {
      root.putObject("proxySettings").put("url", proxy);
    }
    if (!logReceiver.isEmpty()) {
      root.putObject("loggingSettings")
          .put("logger", "fluentd")
          .put("endpoint", logReceiver)
          .put("format", "forward")
          .put("servicename", "akvvm_service");
    }
    if (!metrics.isEmpty()) {
      root.putObject("metricsSettings").put("textfile", metrics);
    }
    if (!authentication.isEmpty()) {
      root.set("authenticationSettings", mapper.valueToTree(authentication));
    }
    return root.toString();
  }
}
