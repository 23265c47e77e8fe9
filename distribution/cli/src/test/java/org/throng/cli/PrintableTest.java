// SPDX-License-Identifier: MIT
package org.throng.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void controlCharactersAndTurnsAreShownAsUnreadable() {
        assertEquals("a\ufffd[2Jb\ufffdc", Printable.line("a\u001b[2Jb\u202ec"));
        assertEquals("a\nb\tc", Printable.text("a\nb\tc"));
        assertEquals("a\ufffdb", Printable.line("a\nb"));
        assertEquals("héllo 👋", Printable.line("héllo 👋"));
    }

    @Test
    void numbersReadWell() {
        assertEquals("999 bytes", Printable.bytes(999));
        assertEquals("1.0 kB", Printable.bytes(1_000));
        assertEquals("8.3 MB", Printable.bytes(8 << 20));
        assertEquals("59 s", Printable.span(59));
        assertEquals("1 d 1 h", Printable.span(90_000));
    }

    @Test
    void jsonIsOneLineOfAscii() {
        assertEquals(
                "{\"a\":\"\\\"\\\\\\n\\u00e9\\ud83d\\udc4b\",\"b\":[1,true,null],\"c\":{},\"d\":[]}",
                Json.write(Json.object(
                        "a", "\"\\\né👋",
                        "b", java.util.Arrays.asList(1, true, null),
                        "c", java.util.Map.of(),
                        "d", java.util.List.of(),
                        "e", null)));
    }

    @Test
    void codeOnTheSheetIsReadByAScanner() throws Exception {
        String text = "NCRYPTSEC1" + "Q".repeat(152);
        String[] lines = QrCode.of(text).text().split("\n");
        int scale = 4;
        int width = lines[0].length();
        int[] pixels = new int[width * scale * lines.length * 2 * scale];
        for (int y = 0; y < lines.length * 2 * scale; y++) {
            for (int x = 0; x < width * scale; x++) {
                char c = lines[y / scale / 2].charAt(x / scale);
                boolean dark = c == '█' || c == (y / scale % 2 == 0 ? '▀' : '▄');
                pixels[y * width * scale + x] = dark ? 0xff000000 : 0xffffffff;
            }
        }
        RGBLuminanceSource source = new RGBLuminanceSource(width * scale, lines.length * 2 * scale, pixels);
        assertEquals(
                text,
                new QRCodeReader()
                        .decode(new BinaryBitmap(new HybridBinarizer(source)))
                        .getText());
    }

    @Test
    void progressIsABarOnATerminalAndFewLinesElsewhere() {
        FakeTerminal elsewhere = new FakeTerminal();
        try (Progress progress = new Progress(elsewhere, "sending", false)) {
            for (int i = 0; i <= 1000; i++) {
                progress.at(i * 1000L, 1_000_000);
            }
        }
        assertEquals(
                "sending: 25 % of 1.0 MB\nsending: 50 % of 1.0 MB\nsending: 75 % of 1.0 MB\nsending: 100 % of 1.0 MB\n",
                elsewhere.complained());
        FakeTerminal interactive = new FakeTerminal().answering();
        try (Progress progress = new Progress(interactive, "sending", false)) {
            progress.at(500_000, 1_000_000);
        }
        assertEquals("\rsending [###############---------------] 50 % of 1.0 MB   \n", interactive.complained());
    }
}
