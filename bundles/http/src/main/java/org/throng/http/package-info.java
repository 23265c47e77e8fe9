// SPDX-License-Identifier: MIT
/**
 * The contract of HTTP: endpoints are services, a listener finds them by their properties and takes them in and lets them
 * go while it runs.
 */
@Export
@Version("0.1.0")
package org.throng.http;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
