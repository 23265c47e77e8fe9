// SPDX-License-Identifier: MIT
package org.throng.parcel.profile;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.throng.cipher.Bytes;
import org.throng.event.EventJson;
import org.throng.event.MalformedException;
import org.throng.event.StrictJson;
import org.throng.parcel.SchemeId;
import org.throng.parcel.tlv.KemKey;
import org.throng.parcel.tlv.ScanCertificate;

/** The JSON of a profile. Unknown members are ignored, a wrong known one refuses the profile. */
final class ProfileJson {
    static final long MAX_NUMBER = (1L << 53) - 1;

    private static final String RELAYS = "relays are at most 8 of \"\" or a ws:// or wss:// URL of 256 characters";
    private static final String PIR = "pir are pairs of http:// or https:// URLs of 256 characters";
    private static final String SCHEMES = "schemes are numbers up to 65535";

    private ProfileJson() {}

    static void check(List<String> relays, List<Integer> schemes, long price, List<Profile.Pair> pir) {
        require(relays.size() <= Profile.MAX_RELAYS && relays.stream().allMatch(ProfileJson::isRelay), RELAYS);
        require(schemes.stream().allMatch(scheme -> scheme >= 0 && scheme <= 0xffff), SCHEMES);
        require(price >= 0 && price <= MAX_NUMBER, "a price is a number up to 2^53 - 1");
        require(pir.stream().allMatch(pair -> isServer(pair.first()) && isServer(pair.second())), PIR);
    }

    private static void require(boolean right, String expected) {
        if (!right) {
            throw new IllegalArgumentException(expected);
        }
    }

    private static boolean isRelay(String url) {
        return url.isEmpty() || isUrl(url, "ws://", "wss://");
    }

    private static boolean isServer(String url) {
        return isUrl(url, "http://", "https://");
    }

    private static boolean isUrl(String url, String plain, String secure) {
        return url.length() <= Profile.MAX_URL
                && (url.startsWith(plain) || url.startsWith(secure))
                && url.chars().allMatch(c -> c >= 0x21 && c <= 0x7e);
    }

    static String write(Profile profile) {
        StringBuilder out = new StringBuilder("{\"v\":1");
        profile.kem()
                .ifPresent(kem -> out.append(",\"kem\":\"")
                        .append(Base64.getEncoder().encodeToString(kem.key().bytes()))
                        .append("\",\"kem_until\":")
                        .append(kem.until()));
        out.append(",\"relays\":");
        strings(out, profile.relays());
        out.append(",\"pir\":");
        EventJson.writeTags(
                out,
                profile.pir().stream()
                        .map(pair -> List.of(pair.first(), pair.second()))
                        .toList());
        out.append(",\"schemes\":[")
                .append(String.join(
                        ",", profile.schemes().stream().map(String::valueOf).toList()))
                .append("],\"price\":")
                .append(profile.price());
        profile.scan()
                .ifPresent(scan -> out.append(",\"scan\":\"")
                        .append(Bytes.hex(scan.bytes()))
                        .append('"'));
        return out.append('}').toString();
    }

    private static void strings(StringBuilder out, List<String> strings) {
        out.append('[');
        for (int i = 0; i < strings.size(); i++) {
            out.append(i == 0 ? "" : ",");
            EventJson.writeString(out, strings.get(i));
        }
        out.append(']');
    }

    static Profile read(String json) throws MalformedException {
        if (!(StrictJson.read(json) instanceof Map<?, ?> members)) {
            throw new MalformedException("a profile is a JSON object");
        }
        if (number(members, "v", -1, MAX_NUMBER) != 1) {
            throw new MalformedException("v must be 1");
        }
        try {
            return new Profile(
                    relays(members),
                    schemes(members),
                    number(members, "price", 0, MAX_NUMBER),
                    kem(members),
                    scan(members),
                    pir(members));
        } catch (IllegalArgumentException e) {
            // the values say themselves what they expected
            throw new MalformedException(e.getMessage());
        }
    }

    private static List<String> relays(Map<?, ?> members) throws MalformedException {
        if (!members.containsKey("relays")) {
            throw new MalformedException("relays are required");
        }
        List<String> relays = new ArrayList<>();
        for (Object relay : list(members, "relays", RELAYS)) {
            relays.add(string(relay, RELAYS));
        }
        return relays;
    }

    private static List<Integer> schemes(Map<?, ?> members) throws MalformedException {
        if (!members.containsKey("schemes")) {
            return List.of(SchemeId.DIRECT);
        }
        List<Integer> schemes = new ArrayList<>();
        for (Object scheme : list(members, "schemes", SCHEMES)) {
            if (!(scheme instanceof Long number) || number < 0 || number > 0xffff) {
                throw new MalformedException(SCHEMES);
            }
            schemes.add(number.intValue());
        }
        return schemes;
    }

    private static List<Profile.Pair> pir(Map<?, ?> members) throws MalformedException {
        List<Profile.Pair> pairs = new ArrayList<>();
        if (members.containsKey("pir")) {
            for (Object pair : list(members, "pir", PIR)) {
                if (!(pair instanceof List<?> two) || two.size() != 2) {
                    throw new MalformedException(PIR);
                }
                pairs.add(new Profile.Pair(string(two.get(0), PIR), string(two.get(1), PIR)));
            }
        }
        return pairs;
    }

    private static Optional<Profile.Kem> kem(Map<?, ?> members) throws MalformedException {
        if (members.containsKey("kem") != members.containsKey("kem_until")) {
            throw new MalformedException("kem and kem_until stand together");
        }
        if (!members.containsKey("kem")) {
            return Optional.empty();
        }
        String expected = "kem must be canonical base64 of 1184 bytes";
        String text = string(members.get("kem"), expected);
        byte[] ek = Base64.getDecoder().decode(text);
        if (!Base64.getEncoder().encodeToString(ek).equals(text)) {
            throw new MalformedException(expected);
        }
        return Optional.of(new Profile.Kem(KemKey.read(ek), number(members, "kem_until", -1, MAX_NUMBER)));
    }

    private static Optional<ScanCertificate> scan(Map<?, ?> members) throws MalformedException {
        if (!members.containsKey("scan")) {
            return Optional.empty();
        }
        String expected = "scan must be 208 lower-case hex digits";
        return Optional.of(
                ScanCertificate.read(Bytes.fromHex(string(members.get("scan"), expected), ScanCertificate.LENGTH)));
    }

    private static String string(Object json, String expected) throws MalformedException {
        if (!(json instanceof String text)) {
            throw new MalformedException(expected);
        }
        return text;
    }

    private static List<?> list(Map<?, ?> members, String name, String expected) throws MalformedException {
        if (!(members.get(name) instanceof List<?> elements)) {
            throw new MalformedException(expected);
        }
        return elements;
    }

    private static long number(Map<?, ?> members, String name, long absent, long most) throws MalformedException {
        if (!members.containsKey(name)) {
            return absent;
        }
        if (!(members.get(name) instanceof Long number) || number < 0 || number > most) {
            throw new MalformedException(name + " must be digits, at most 2^53 - 1");
        }
        return number;
    }
}
