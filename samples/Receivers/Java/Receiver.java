import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

public final class Receiver {
    private static final int MAX_BODY = 2 * 1024 * 1024;

    // The members always stand in this order. Your JSON library reads the rest.
    private static final Pattern HEAD = Pattern.compile("^\\{\"id\":\"([A-Za-z0-9_-]{1,128})\",\"type\":\"([a-z0-9_.]{1,128})\",");

    /** The value of a header that came exactly once, else nothing. */
    static String single(Map<String, List<String>> headers, String name) {
        List<String> values = headers.get(name);
        return values != null && values.size() == 1 ? values.get(0) : "";
    }

    static byte[] hmac(byte[] key, byte[]... parts) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        for (byte[] part : parts) {
            mac.update(part);
        }
        return mac.doFinal();
    }

    /** Compares in constant time. */
    static boolean equal(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    /** X-SmartWMS-Signature: hex, or X-WMS-Signature: sha256=hex; the key is the secret's whole text. */
    static boolean verifyHex(String signature, String prefix, String secret, byte[] body) throws GeneralSecurityException {
        return equal(prefix + HexFormat.of().formatHex(hmac(secret.getBytes(StandardCharsets.UTF_8), body)), signature);
    }

    /** webhook-id, webhook-timestamp, webhook-signature: v1,base64 of id.timestamp.body; the key is the base64 after whsec_. */
    static boolean verifyStandard(String id, String timestamp, String signatures, String secret, byte[] body, long now) throws GeneralSecurityException {
        if (!id.matches("[A-Za-z0-9_-]{1,128}") || !timestamp.matches("[1-9][0-9]{0,11}") || Math.abs(now - Long.parseLong(timestamp)) > 300) {
            return false;
        }
        byte[] key;
        try {
            key = Base64.getDecoder().decode(secret.replaceFirst("^whsec_", ""));
        } catch (IllegalArgumentException unusable) {
            return false;
        }
        if (key.length < 24 || key.length > 64) {
            return false;
        }
        byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
        String expected = "v1," + Base64.getEncoder().encodeToString(hmac(key, head, body));
        boolean matches = false;
        for (String signature : Arrays.stream(signatures.split(" ")).limit(16).toList()) {
            matches |= equal(expected, signature);
        }
        return matches;
    }

    /** True only for a request of somebody who knows one of the secrets. The body: as it arrived. */
    static boolean verify(String scheme, List<String> secrets, Map<String, List<String>> headers, byte[] body, long now) throws GeneralSecurityException {
        boolean matches = false;
        for (String secret : secrets) {
            matches |= switch (scheme) {
                case "smartwms" -> verifyHex(single(headers, "X-smartwms-signature"), "", secret, body);
                case "wms" -> verifyHex(single(headers, "X-wms-signature"), "sha256=", secret, body);
                default -> verifyStandard(
                    single(headers, "Webhook-id"), single(headers, "Webhook-timestamp"), single(headers, "Webhook-signature"), secret, body, now);
            };
        }
        return matches;
    }

    public static void main(String[] arguments) throws IOException {
        Map<String, String> settings = System.getenv();
        String scheme = settings.getOrDefault("RECEIVER_SCHEME", "smartwms");
        List<String> secrets = Arrays.stream(settings.getOrDefault("RECEIVER_SECRET", "").split(" ")).filter(secret -> secret.length() >= 16).toList();
        if (secrets.isEmpty() || !List.of("smartwms", "wms", "standardwebhooks").contains(scheme)) {
            System.err.println("Set RECEIVER_SECRET (16 characters or more) and RECEIVER_SCHEME (smartwms, wms or standardwebhooks).");
            System.exit(2);
        }
        Set<String> known = ConcurrentHashMap.newKeySet();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(settings.getOrDefault("RECEIVER_PORT", "5005"))), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(receive(exchange, scheme, secrets, known), -1);
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        });
        server.setExecutor(Executors.newFixedThreadPool(8));
        server.start();
    }

    private static int receive(HttpExchange exchange, String scheme, List<String> secrets, Set<String> known) throws IOException, GeneralSecurityException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            return 413;
        }
        if (!verify(scheme, secrets, exchange.getRequestHeaders(), body, Instant.now().getEpochSecond())) {
            return 401;
        }
        var head = HEAD.matcher(new String(body, StandardCharsets.UTF_8));
        if (!head.find()) {
            return 400;
        }
        if (known.add(head.group(1))) {
            System.out.println(head.group(2) + " " + head.group(1));    // yours: put it into a queue, work on it afterwards
        }
        return 200;
    }
}
