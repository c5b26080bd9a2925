import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

/**
 * The package's bill of materials in CycloneDX 1.6 (ECMA-424): its libraries, what these have taken
 * in, and its runtimes. Without time and serial number, so the same package has the same.
 *
 * <p>Not made by CycloneDX's plugin for Maven, which leaves it out without a word where Maven is
 * offline, and knows neither the runtimes nor what libraries have taken in.
 */
final class Sbom {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final ObjectNode root = JSON.createObjectNode();
  private final ArrayNode components;

  Sbom(String version) {
    root.put("$schema", "http://cyclonedx.org/schema/bom-1.6.schema.json");
    root.put("bomFormat", "CycloneDX").put("specVersion", "1.6").put("version", 1);
    ObjectNode itself = root.putObject("metadata").putObject("component");
    itself.put("type", "application").put("bom-ref", "KeyVaultForLinux");
    itself.put("name", "KeyVaultForLinux").put("version", version);
    licensed(itself, List.of("MIT"));
    components = root.putArray("components");
  }

  void library(String group, String name, String version, List<String> licences, Path jar)
      throws Exception {
    ObjectNode library = inside(group, name, version, licences);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar));
    ObjectNode hash = library.putArray("hashes").addObject();
    hash.put("alg", "SHA-256").put("content", HexFormat.of().formatHex(digest));
  }

  /** What a library has taken in: no file of the package is it alone. */
  ObjectNode inside(String group, String name, String version, List<String> licences) {
    String purl = "pkg:maven/" + group + "/" + name + "@" + version + "?type=jar";
    ObjectNode library = components.addObject();
    library.put("type", "library").put("bom-ref", purl);
    library.put("group", group).put("name", name).put("version", version).put("purl", purl);
    licensed(library, licences);
    return library;
  }

  void runtime(String processor, String version) {
    ObjectNode runtime = components.addObject();
    runtime.put("type", "platform");
    runtime.put("bom-ref", "pkg:generic/openjdk@" + version + "?arch=" + processor);
    runtime.put("name", "OpenJDK").put("version", version);
    runtime.put("purl", "pkg:generic/openjdk@" + version + "?arch=" + processor);
    ObjectNode licence = runtime.putArray("licenses").addObject();
    licence.put("expression", "GPL-2.0-only WITH Classpath-exception-2.0");
  }

  /** SPDX's names have no blanks; other licences are in words. */
  private static void licensed(ObjectNode component, List<String> licences) {
    ArrayNode all = component.putArray("licenses");
    for (String each : licences) {
      all.addObject().putObject("license").put(each.contains(" ") ? "name" : "id", each);
    }
  }

  void write(Path file) throws Exception {
    Files.writeString(file, JSON.writeValueAsString(root) + "\n");
  }
}
