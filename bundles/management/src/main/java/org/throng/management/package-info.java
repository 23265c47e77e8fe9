// SPDX-License-Identifier: MIT
/**
 * The management of a relay over the network (NIP-86): its administrators ban and allow, and change how it presents itself.
 *
 * <p>{@link org.throng.management.Authorization} says who called (NIP-98), {@link org.throng.management.Methods} does what was
 * asked, and {@link org.throng.management.LooksFile} keeps what was changed about the relay's looks.
 */
package org.throng.management;
