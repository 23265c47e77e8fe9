// SPDX-License-Identifier: MIT
package org.throng.store;

import java.io.IOException;

/** The disk did not do what was asked; the message names the store and what to look at, never a key or value. */
public class StoreException extends IOException {
    private static final long serialVersionUID = 1;

    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
