// SPDX-License-Identifier: MIT
/**
 * Arithmetic of the field of secp256k1 on many elements at once: what a batch of the curve is computed with. A plugin that
 * knows a faster way for some machine offers a {@link org.throng.curve.lanes.LaneField} as a service.
 */
@Export
@Version("0.1.0")
package org.throng.curve.lanes;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
