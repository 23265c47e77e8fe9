// SPDX-License-Identifier: MIT
package org.throng.cli;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/** A QR code drawn with half blocks, dark on light as it prints, with the quiet zone around it. */
record QrCode(ByteMatrix modules) {
    private static final int QUIET = 4;

    /** Capitals and digits give a smaller code. */
    static QrCode of(String text) {
        try {
            return new QrCode(
                    Encoder.encode(text, text.length() > 1_000 ? ErrorCorrectionLevel.L : ErrorCorrectionLevel.M)
                            .getMatrix());
        } catch (WriterException e) {
            throw new IllegalArgumentException("too long for a QR code: " + text.length() + " characters", e);
        }
    }

    String text() {
        StringBuilder lines = new StringBuilder();
        for (int y = -QUIET; y < modules.getHeight() + QUIET; y += 2) {
            for (int x = -QUIET; x < modules.getWidth() + QUIET; x++) {
                boolean upper = isDark(x, y);
                boolean lower = isDark(x, y + 1);
                lines.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
            }
            lines.append('\n');
        }
        return lines.toString();
    }

    private boolean isDark(int x, int y) {
        return x >= 0 && y >= 0 && x < modules.getWidth() && y < modules.getHeight() && modules.get(x, y) == 1;
    }
}
