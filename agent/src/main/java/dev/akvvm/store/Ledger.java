package dev.akvvm.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.akvvm.files.DurableFiles;
import dev.akvvm.files.IoReason;
import dev.akvvm.files.Modes;
import dev.akvvm.settings.Placement.ChainExtent;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this extension has installed, as digests of what it wrote, in a folder that is root's alone:
 * proof that a file in a store is what the vault gave. Losing it is harmless: files are then
 * compared with the vault's value once more.
 */
final class Ledger {
  private static final Logger LOG = LoggerFactory.getLogger("CertificateManager");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Enough for thousands of certificates. */
  private static final int MAX_BYTES = 16 << 20;

  private final Path file;
  private final Set<Path> observed;
  private final Map<Path, Entry> entries = new TreeMap<>();

  /**
   * One installed version.
   *
   * @param version the 32 hex digits of its version in the vault
   * @param chain how much of its chain was installed
   * @param notBefore the start of its validity
   * @param notAfter the end of its validity
   * @param dnsNames the DNS names it is for
   * @param key what kind of key it has; empty in entries of earlier versions, and without one
   * @param digests {@link Digests} of each file's content
   */
  record Entry(
      String version,
      ChainExtent chain,
      Instant notBefore,
      Instant notAfter,
      List<String> dnsNames,
      Optional<String> key,
      Map<StoreName, String> digests) {
    Entry {
      dnsNames = List.copyOf(dnsNames);
      digests = Map.copyOf(digests);
    }
  }

  private Ledger(Path file, Set<Path> observed) {
    this.file = file;
    this.observed = Set.copyOf(observed);
  }

  /**
   * Reads the file; an empty ledger when it cannot be understood.
   *
   * @param observed the links of all observed certificates: others are forgotten
   */
  static Ledger read(Path file, Set<Path> observed) {
    Ledger ledger = new Ledger(file, observed);
    try {
      JsonNode root = JSON.readTree(DurableFiles.read(file, MAX_BYTES));
      root.path("certificates")
          .properties()
          .forEach(each -> ledger.entries.put(Path.of(each.getKey()), entry(each.getValue())));
      ledger.entries.keySet().retainAll(ledger.observed);
    } catch (NoSuchFileException e) {
      // The very first start.
    } catch (IOException | DateTimeException | IllegalArgumentException e) {
      ledger.entries.clear();
      LOG.warn("{}: cannot be read, so stores are compared with their vaults once more", file);
    }
    return ledger;
  }

  /** Of every link in the file, observed or not: whose version's files it led to. */
  static Map<Path, String> fileNames(Path file) {
    Map<Path, String> names = new TreeMap<>();
    try {
      JsonNode root = JSON.readTree(DurableFiles.read(file, MAX_BYTES));
      for (Map.Entry<String, JsonNode> each : root.path("certificates").properties()) {
        for (StoreName name : entry(each.getValue()).digests().keySet()) {
          Stream.of(name.toString().split("/", -1))
              .flatMap(part -> VersionName.fileNameOf(part).stream())
              .findFirst()
              .ifPresent(owner -> names.put(Path.of(each.getKey()), owner));
        }
      }
      return names;
    } catch (IOException | DateTimeException | IllegalArgumentException e) {
      return Map.of();
    }
  }

  synchronized Optional<Entry> find(Path link) {
    return Optional.ofNullable(entries.get(link));
  }

  /** Records what was installed. A failure to write this does not hold up a certificate. */
  synchronized void record(Path link, Entry entry) {
    if (entry.equals(entries.put(link, entry))) {
      return;
    }
    try {
      DurableFiles.replace(file, text(), Modes.PRIVATE_FILE);
    } catch (IOException e) {
      LOG.warn(
          "cannot note what was installed, so it is compared with the vault again after the next"
              + " start: {}",
          IoReason.of(e));
    }
  }

  private static Entry entry(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.path("dnsNames").forEach(each -> names.add(each.asText()));
    Map<StoreName, String> digests = new LinkedHashMap<>();
    node.path("files")
        .properties()
        .forEach(each -> digests.put(StoreName.parse(each.getKey()), each.getValue().asText()));
    return new Entry(
        node.path("version").asText(),
        ChainExtent.named(node.path("chain").asText())
            .orElseThrow(() -> new IllegalArgumentException("no chain")),
        Instant.parse(node.path("notBefore").asText()),
        Instant.parse(node.path("notAfter").asText()),
        names,
        Optional.ofNullable(node.get("key")).map(JsonNode::asText),
        digests);
  }

  private byte[] text() throws JsonProcessingException {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ObjectNode certificates = root.putObject("certificates");
    entries.forEach(
        (link, entry) -> {
          ObjectNode node = certificates.putObject(link.toString());
          node.put("version", entry.version())
              .put("chain", entry.chain().setting())
              .put("notBefore", entry.notBefore().toString())
              .put("notAfter", entry.notAfter().toString());
          entry.key().ifPresent(key -> node.put("key", key));
          entry.dnsNames().forEach(node.putArray("dnsNames")::add);
          ObjectNode files = node.putObject("files");
          byText(entry.digests()).forEach(files::put);
        });
    return JSON.writeValueAsString(root).getBytes(UTF_8);
  }

  private static Map<String, String> byText(Map<StoreName, String> digests) {
    Map<String, String> texts = new TreeMap<>();
    digests.forEach((name, digest) -> texts.put(name.toString(), digest));
    return texts;
  }
}
