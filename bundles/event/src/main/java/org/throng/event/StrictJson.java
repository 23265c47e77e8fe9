// SPDX-License-Identifier: MIT
package org.throng.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Foreign JSON (RFC 8259) read whole into maps, lists, strings, {@link Long}, {@link Boolean} and {@link Num}, within
 * bounds: depth, length of numbers and names, no duplicate member, no lone surrogate, nothing after the value. The
 * caller bounds the size of the text.
 */
public final class StrictJson {
    /** Arrays and objects inside each other; the outermost is 1. */
    public static final int MAX_DEPTH = 16;

    /** Characters of a number or a name: the caller's bound on the text is the narrower one. */
    private static final int MAX_TOKEN = 65_536;

    /** Characters of the longest number of 64 bits. */
    private static final int MAX_LONG = 20;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            // keys and passphrases pass here too: no buffer with one stays behind in its thread
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_TOKEN)
                    .maxNameLength(MAX_TOKEN)
                    .build())
            .build();

    private StrictJson() {}

    /** A number with a fraction or an exponent, or too large for a {@code long}, as it was written. */
    public record Num(String text) {}

    /** JSON's null. */
    public enum Null {
        NULL
    }

    /**
     * Reads one value.
     *
     * @throws MalformedException where the text is not JSON within the bounds
     */
    public static Object read(String text) throws MalformedException {
        return read(text, MAX_DEPTH);
    }

    /** The same with a narrower bound on the depth. */
    public static Object read(String text, int maxDepth) throws MalformedException {
        try (JsonParser parser = JSON.createParser(text)) {
            return whole(parser, maxDepth);
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    /**
     * Reads one value from UTF-8.
     *
     * @throws MalformedException where the bytes are not JSON within the bounds
     */
    public static Object read(byte[] utf8) throws MalformedException {
        return read(utf8, MAX_DEPTH);
    }

    /** The same with a narrower bound on the depth. */
    public static Object read(byte[] utf8, int maxDepth) throws MalformedException {
        try {
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8));
            return read(text.toString(), maxDepth);
        } catch (CharacterCodingException e) {
            throw new MalformedException("expected UTF-8");
        }
    }

    /**
     * Compact JSON of maps with string keys, collections, strings, whole numbers, booleans, {@link Num} and {@code null};
     * the counterpart of {@link #read(String)}.
     *
     * @throws IllegalArgumentException for a value of another class
     */
    public static String write(Object value) {
        StringBuilder out = new StringBuilder();
        write(out, value);
        return out.toString();
    }

    private static void write(StringBuilder out, Object value) {
        if (value == null || value == Null.NULL) {
            out.append("null");
        } else if (value instanceof String text) {
            EventJson.writeString(out, text);
        } else if (value instanceof Long || value instanceof Integer || value instanceof Boolean) {
            out.append(value);
        } else if (value instanceof Num number) {
            out.append(number.text());
        } else if (value instanceof Map<?, ?> members) {
            String before = "{";
            for (Map.Entry<?, ?> member : members.entrySet()) {
                EventJson.writeString(out.append(before), (String) member.getKey());
                write(out.append(':'), member.getValue());
                before = ",";
            }
            out.append(members.isEmpty() ? "{}" : "}");
        } else if (value instanceof Collection<?> elements) {
            String before = "[";
            for (Object element : elements) {
                write(out.append(before), element);
                before = ",";
            }
            out.append(elements.isEmpty() ? "[]" : "]");
        } else {
            throw new IllegalArgumentException(
                    "no JSON for a " + value.getClass().getSimpleName());
        }
    }

    private static Object whole(JsonParser parser, int maxDepth) throws IOException, MalformedException {
        if (parser.nextToken() == null) {
            throw new MalformedException("expected JSON, got nothing");
        }
        Object value = value(parser, maxDepth);
        if (parser.nextToken() != null) {
            throw new MalformedException("expected one JSON value and nothing after it");
        }
        return value;
    }

    /** @param depth how many arrays and objects may still open */
    private static Object value(JsonParser parser, int depth) throws IOException, MalformedException {
        JsonToken token = parser.currentToken();
        if (depth == 0 && token.isStructStart()) {
            throw new MalformedException("expected JSON, but it is nested too deep");
        }
        return switch (token) {
            case START_OBJECT -> object(parser, depth - 1);
            case START_ARRAY -> array(parser, depth - 1);
            case VALUE_STRING -> wellFormed(parser.getText());
            case VALUE_NUMBER_INT -> integer(parser.getText());
            case VALUE_NUMBER_FLOAT -> new Num(parser.getText());
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> Null.NULL;
            default -> throw new MalformedException("expected a JSON value");
        };
    }

    private static Map<String, Object> object(JsonParser parser, int depth) throws IOException, MalformedException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = wellFormed(parser.currentName());
            parser.nextToken();
            members.put(name, value(parser, depth));
        }
        return members;
    }

    private static List<Object> array(JsonParser parser, int depth) throws IOException, MalformedException {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser, depth));
        }
        return elements;
    }

    private static Object integer(String text) {
        if (text.length() <= 18) {
            return text.equals("-0") ? new Num(text) : (Object) Long.valueOf(text);
        }
        if (text.length() > MAX_LONG) {
            return new Num(text);
        }
        BigInteger number = new BigInteger(text);
        return number.bitLength() < 64 ? (Object) number.longValueExact() : new Num(text);
    }

    private static String wellFormed(String text) throws MalformedException {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (!Character.isHighSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new MalformedException("expected Unicode text, got a lone surrogate");
                }
                i++;
            }
        }
        return text;
    }

    private static MalformedException malformed(IOException e) {
        String reason = e instanceof JsonProcessingException j ? j.getOriginalMessage() : "unreadable";
        // Jackson repeats a piece of the text behind these words
        String plain = reason.contains("Duplicate")
                ? "a member stands twice"
                : reason.contains("nesting depth") || reason.contains("length")
                        ? "it is nested deeper than " + MAX_DEPTH + " or has too long a number or name"
                        : "it is not well formed";
        return new MalformedException("expected JSON, but " + plain);
    }
}
