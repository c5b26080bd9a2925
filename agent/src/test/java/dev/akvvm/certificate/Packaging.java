package dev.akvvm.certificate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1Set;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.BEROctetString;
import org.bouncycastle.asn1.BERSequence;
import org.bouncycastle.asn1.BERSet;
import org.bouncycastle.asn1.BERTaggedObject;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.pkcs.CertBag;
import org.bouncycastle.asn1.pkcs.ContentInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.SafeBag;

/** Ways to wrap a key and certificates that are not meant to make a difference. */
enum Packaging {
  PEM {
    @Override
    String wrap(TestKey key, List<byte[]> certificates, Random random) {
      return pem(key.pem(), certificates, random, "\n");
    }
  },
  PEM_CRLF {
    @Override
    String wrap(TestKey key, List<byte[]> certificates, Random random) {
      return pem(key.pem(), certificates, random, "\r\n");
    }
  },
  PEM_TRADITIONAL {
    @Override
    String wrap(TestKey key, List<byte[]> certificates, Random random) {
      return pem(key.traditionalPem(), certificates, random, "\n");
    }
  },
  PEM_BOTH_KEYS {
    @Override
    String wrap(TestKey key, List<byte[]> certificates, Random random) {
      return key.traditionalPem() + pem(key.pem(), certificates, random, "\n");
    }
  },
  PKCS12 {
    @Override
    String wrap(TestKey key, List<byte[]> certificates, Random random) throws IOException {
      return Base64.getEncoder().encodeToString(pkcs12(key, certificates, random).getEncoded());
    }
  },
  PKCS12_IN_LINES {
    @Override
    String wrap(TestKey key, List<byte[]> certificates, Random random) throws IOException {
      return Base64.getMimeEncoder().encodeToString(pkcs12(key, certificates, random).getEncoded());
    }
  },
  PKCS12_BER {
    @Override
    String wrap(TestKey key, List<byte[]> certificates, Random random) throws IOException {
      return Base64.getEncoder()
          .encodeToString(ber(pkcs12(key, certificates, random)).getEncoded());
    }
  };

  abstract String wrap(TestKey key, List<byte[]> certificates, Random random) throws IOException;

  private static String pem(String key, List<byte[]> certificates, Random random, String lineEnd) {
    List<String> blocks = new ArrayList<>();
    for (byte[] certificate : certificates) {
      blocks.add(Sketch.pem("CERTIFICATE", certificate));
    }
    blocks.add(random.nextInt(blocks.size() + 1), key);
    return String.join("a line between: of text\n", blocks).replace("\n", lineEnd);
  }

  /** In as many parts as chance has it, and not encrypted: that is left to the corpus. */
  private static DERSequence pkcs12(TestKey key, List<byte[]> certificates, Random random)
      throws IOException {
    List<SafeBag> bags = new ArrayList<>();
    for (byte[] certificate : certificates) {
      bags.add(
          new SafeBag(
              PKCSObjectIdentifiers.certBag,
              new CertBag(PKCSObjectIdentifiers.x509Certificate, new DEROctetString(certificate))));
    }
    bags.add(
        random.nextInt(bags.size() + 1), new SafeBag(PKCSObjectIdentifiers.keyBag, key.secret()));
    ASN1EncodableVector parts = new ASN1EncodableVector();
    while (!bags.isEmpty()) {
      List<SafeBag> part = bags.subList(0, 1 + random.nextInt(bags.size()));
      parts.add(data(new DERSequence(part.toArray(ASN1Encodable[]::new))));
      part.clear();
    }
    return new DERSequence(new ASN1Encodable[] {new ASN1Integer(3), data(new DERSequence(parts))});
  }

  private static ContentInfo data(DERSequence content) throws IOException {
    return new ContentInfo(PKCSObjectIdentifiers.data, new DEROctetString(content.getEncoded()));
  }

  private static ASN1Primitive ber(ASN1Encodable value) {
    return switch (value.toASN1Primitive()) {
      case ASN1Sequence sequence -> new BERSequence(ber(sequence.toArray()));
      case ASN1Set set -> new BERSet(ber(set.toArray()));
      case ASN1TaggedObject tagged ->
          new BERTaggedObject(true, tagged.getTagNo(), ber(tagged.getExplicitBaseObject()));
      case ASN1OctetString octets -> new BEROctetString(octets.getOctets(), 100);
      case ASN1Primitive other -> other;
    };
  }

  private static ASN1Encodable[] ber(ASN1Encodable[] values) {
    ASN1Encodable[] converted = new ASN1Encodable[values.length];
    for (int i = 0; i < values.length; i++) {
      converted[i] = ber(values[i]);
    }
    return converted;
  }
}
