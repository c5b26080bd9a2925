import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Writes what the package says of the works of others that it carries: NOTICE, a row for each, and
 * the folder licenses with the texts it names. Which licence it is comes from a library's POM; the
 * text from the folder of texts, and from the library, which may have more to say. A library for
 * which there is neither ends the build.
 *
 * <p>Beside it goes sbom.cdx.json, the same works for machines ({@link Sbom}).
 *
 * <p>{@code java -cp CLASSPATH Notice.java OUTPUT TEXTS RUNTIMES VERSION}; libraries are those of
 * the class path that lie in Maven's repository.
 */
final class Notice {
  private static final String HEAD =
      """
      KeyVaultForLinux carries the works of others, each under a licence of its own. That of
      KeyVaultForLinux itself is in the file LICENSE.

      A row has a work's name, its version, its licence, and the files that have the text of it.

      """;

  private final Path output;
  private final Path texts;
  private final Map<String, String> named = new HashMap<>();
  private final List<String> rows = new ArrayList<>();
  private final Sbom sbom;

  private Notice(Path output, Path texts, Sbom sbom) throws IOException {
    this.output = output;
    this.texts = texts;
    this.sbom = sbom;
    try (Stream<Path> all = Files.list(texts)) {
      for (Path each : all.toList()) {
        named.put(words(Files.readString(each)), "licenses/" + each.getFileName());
      }
    }
  }

  public static void main(String[] arguments) throws Exception {
    Sbom sbom = new Sbom(arguments[3]);
    Notice notice = new Notice(Path.of(arguments[0]), Path.of(arguments[1]), sbom);
    Files.createDirectories(notice.output.resolve("licenses"));
    for (String each :
        Stream.of(System.getProperty("java.class.path").split(":")).sorted().toList()) {
      Path jar = Path.of(each);
      Path pom = jar.resolveSibling(jar.getFileName().toString().replaceFirst("jar$", "pom"));
      if (Files.isRegularFile(pom) && !pom.equals(jar)) {
        notice.library(jar, pom);
      }
    }
    Collections.sort(notice.rows);
    try (Stream<Path> runtimes = Files.list(Path.of(arguments[2]))) {
      for (Path each : runtimes.sorted().toList()) {
        notice.runtime(each);
      }
    }
    Files.writeString(
        notice.output.resolve("NOTICE"), HEAD + String.join("\n", notice.rows) + "\n");
    sbom.write(notice.output.resolve("sbom.cdx.json"));
  }

  private void library(Path jar, Path pom) throws Exception {
    String version = jar.getParent().getFileName().toString();
    Path folder = jar.getParent().getParent();
    String name = folder.getFileName().toString();
    Element project = parsed(pom);
    String own = text(project, "groupId");
    String group = own.isEmpty() ? text(parent(project), "groupId") : own;
    Path repository = folder;
    for (int i = 0; i <= group.split("\\.").length; i++) {
      repository = repository.getParent();
    }
    List<String> licences = licences(project, repository);
    List<String> files = new ArrayList<>();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : sorted(zip)) {
        if (entry.getName().matches("(?i)(META-INF/)?[^/]*(LICEN[CS]E|NOTICE)[^/]*")
            && !entry.isDirectory()) {
          String file = name + "-" + entry.getName().replaceFirst("META-INF/", "");
          files.add(saved(file, zip.getInputStream(entry)));
        }
      }
      // What some call their licence is only a line that names one.
      if (Files.exists(texts.resolve(standardFile(group, licences.getFirst())))
          || files.stream().noneMatch(file -> file.matches("(?i).*LICEN[CS]E(\\.[a-z]+)?"))) {
        String text = standard(name, group, licences.getFirst());
        files.remove(text);
        files.addFirst(text);
      }
      row(name, version, String.join(" or ", licences), files);
      sbom.library(group, name, version, licences, jar);
      inside(zip, name, group);
    }
  }

  /** What a library has taken in, where it has kept the POM of that. */
  private void inside(ZipFile zip, String library, String group) throws Exception {
    for (ZipEntry entry : sorted(zip)) {
      String file = entry.getName();
      if (file.matches("META-INF/maven/[^/]+/[^/]+/pom.properties")
          && !file.startsWith("META-INF/maven/" + group + "/")) {
        Properties work = new Properties();
        work.load(zip.getInputStream(entry));
        String name = work.getProperty("artifactId");
        ZipEntry pom = zip.getEntry(file.replace(".properties", ".xml"));
        List<String> licences = licences(parsed(zip.getInputStream(pom)), Path.of("/nowhere"));
        String text = standard(name, work.getProperty("groupId"), licences.getFirst());
        sbom.inside(work.getProperty("groupId"), name, work.getProperty("version"), licences);
        row(
            name + " (in " + library + ")",
            work.getProperty("version"),
            String.join(" or ", licences),
            List.of(text));
      }
    }
  }

  private static List<ZipEntry> sorted(ZipFile zip) {
    return zip.stream()
        .map(entry -> (ZipEntry) entry)
        .sorted((one, other) -> one.getName().compareTo(other.getName()))
        .toList();
  }

  /**
   * A runtime has its texts itself. Those that modules share are links in all but one of them, and
   * the guest agent's unpacking makes no links.
   */
  private void runtime(Path runtime) throws IOException {
    Path legal = runtime.resolve("legal");
    List<String> files = new ArrayList<>();
    if (Files.isDirectory(legal)) {
      try (Stream<Path> all = Files.walk(legal)) {
        for (Path each : all.sorted().toList()) {
          if (Files.isSymbolicLink(each)) {
            Files.delete(each);
          } else if (each.getParent().endsWith("java.base")
              && Files.isRegularFile(each)
              && each.getFileName().toString().matches("[A-Z_]+")) {
            files.add("runtime/" + runtime.getParent().relativize(each));
          }
        }
      }
    }
    Properties release = new Properties();
    try (InputStream content = Files.newInputStream(runtime.resolve("release"))) {
      release.load(content);
    }
    String version = release.getProperty("JAVA_VERSION").replace("\"", "");
    sbom.runtime(runtime.getFileName().toString(), version);
    row(
        "OpenJDK (runtime/" + runtime.getFileName() + ")",
        version,
        "GPL-2.0-only WITH Classpath-exception-2.0, and others of its parts",
        files);
  }

  private void row(String name, String version, String licence, List<String> files) {
    rows.add(String.join(" | ", name, version, licence, String.join(", ", files)));
  }

  private static List<String> licences(Element project, Path repository) throws Exception {
    Element licenses = child(project, "licenses");
    if (licenses == null) {
      Element parent = parent(project);
      String name = text(parent, "artifactId");
      String version = text(parent, "version");
      Path folder = repository.resolve(text(parent, "groupId").replace('.', '/'));
      return licences(
          parsed(folder.resolve(name).resolve(version).resolve(name + "-" + version + ".pom")),
          repository);
    }
    List<String> names = new ArrayList<>();
    for (Node each = licenses.getFirstChild(); each != null; each = each.getNextSibling()) {
      if (each instanceof Element license) {
        names.add(identifier(text(license, "name")));
      }
    }
    return names;
  }

  /** SPDX's name, where the POM has another. */
  private static String identifier(String name) {
    if (name.matches("(The )?Apache (Software )?License,? [Vv]ersion 2\\.0")) {
      return "Apache-2.0";
    }
    return name.matches("(The )?MIT( License)?( \\(MIT\\))?") ? "MIT" : name;
  }

  private static String standardFile(String group, String licence) {
    boolean microsofts = group.startsWith("com.azure") || group.startsWith("com.microsoft");
    return licence + (licence.equals("MIT") && microsofts ? "-Microsoft" : "") + ".txt";
  }

  private String standard(String name, String group, String licence) throws IOException {
    String file = standardFile(group, licence);
    if (!Files.exists(texts.resolve(file))) {
      throw new IllegalStateException(
          group
              + ":"
              + name
              + " brings no text of its licence, and none is at "
              + texts.resolve(file));
    }
    try (InputStream content = Files.newInputStream(texts.resolve(file))) {
      return saved(file, content);
    }
  }

  /** The same text is there once, under the name that it got first. */
  private String saved(String file, InputStream content) throws IOException {
    String text = new String(content.readAllBytes(), UTF_8);
    String path = named.computeIfAbsent(words(text), _ -> "licenses/" + file);
    if (!Files.exists(output.resolve(path))) {
      Files.writeString(output.resolve(path), text);
    }
    return path;
  }

  private static String words(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static Element parsed(Path pom) throws Exception {
    try (InputStream content = Files.newInputStream(pom)) {
      return parsed(content);
    }
  }

  private static Element parsed(InputStream pom) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(pom)
        .getDocumentElement();
  }

  private static Element child(Element of, String name) {
    for (Node each = of.getFirstChild(); each != null; each = each.getNextSibling()) {
      if (each instanceof Element element && element.getTagName().equals(name)) {
        return element;
      }
    }
    return null;
  }

  private static Element parent(Element project) {
    Element parent = child(project, "parent");
    if (parent == null) {
      throw new IllegalStateException(text(project, "artifactId") + " names no licence");
    }
    return parent;
  }

  private static String text(Element of, String name) {
    Element found = child(of, name);
    return found == null ? "" : found.getTextContent().strip();
  }
}
