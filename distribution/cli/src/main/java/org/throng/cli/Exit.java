// SPDX-License-Identifier: MIT
package org.throng.cli;

/** How a word ends, for scripts: the numbers are those of {@code sysexits.h} and stay as they are. */
enum Exit {
    OK(0),
    USAGE(64),
    BAD_DATA(65),
    NO_NODE(69),
    CANNOT_WRITE(73),
    TRY_AGAIN(75),
    REFUSED(77);

    final int code;

    Exit(int code) {
        this.code = code;
    }

    static Exit of(long code, Exit otherwise) {
        for (Exit exit : values()) {
            if (exit.code == code && exit != OK) {
                return exit;
            }
        }
        return otherwise;
    }
}
