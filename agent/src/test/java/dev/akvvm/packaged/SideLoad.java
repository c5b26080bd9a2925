package dev.akvvm.packaged;

import dev.akvvm.vm.Execution;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** {@code scripts/side-load} in a machine, with packages and settings to give it. */
record SideLoad(Machine machine) {
  static final String ROOT = "/opt/akvvm";
  static final String SCRIPT = "/run/side-load";
  static final String ZIP = "/run/package.zip";
  static final String SETTINGS = "/run/settings.json";
  private static final String HANDLER_JAR = "lib/handler/handler-" + PackageFolder.VERSION + ".jar";

  /** Brings the script and the package, and nothing else, into the machine. */
  static SideLoad in(Machine machine) {
    try {
      Files.copy(Path.of("../scripts/side-load"), machine.vm().path(SCRIPT));
      Files.copy(PackageFolder.zip(), machine.vm().path(ZIP));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new SideLoad(machine);
  }

  static String home(String version) {
    return ROOT + "/" + PackageFolder.NAME + "-" + version;
  }

  /** Side-loads the usual package with these settings. */
  Execution load(Settings settings) {
    machine.write(SETTINGS, settings.json());
    return run(ZIP, SETTINGS);
  }

  Execution run(String... arguments) {
    List<String> line = new ArrayList<>(List.of("sh", SCRIPT));
    line.addAll(List.of(arguments));
    return machine.run(line.toArray(String[]::new));
  }

  /** The same with the PATH of this folder alone. */
  Execution runWithPath(String folder, String... arguments) {
    List<String> line = new ArrayList<>(List.of("env", "PATH=" + folder, "/bin/sh", SCRIPT));
    line.addAll(List.of(arguments));
    return machine.run(line.toArray(String[]::new));
  }

  /** Makes a package of another build, which may say that it is another version. */
  String repackedAs(String version) {
    String inside = "/run/" + version + ".zip";
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(PackageFolder.zip()));
        OutputStream file = Files.newOutputStream(machine.vm().path(inside));
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.setLevel(Deflater.NO_COMPRESSION);
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        if (entry.getName().equals(HANDLER_JAR)) {
          out.write(jarOf(version, in.readAllBytes()));
        } else {
          in.transferTo(out);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return inside;
  }

  private static byte[] jarOf(String version, byte[] jar) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (InputStream content = new ByteArrayInputStream(jar);
        JarInputStream in = new JarInputStream(content);
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      Manifest manifest = new Manifest(in.getManifest());
      manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, version);
      out.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
      manifest.write(out);
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        out.putNextEntry(new ZipEntry(entry.getName()));
        in.transferTo(out);
      }
    }
    return bytes.toByteArray();
  }
}
