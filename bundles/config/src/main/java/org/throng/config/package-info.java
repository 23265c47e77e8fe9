// SPDX-License-Identifier: MIT
/** Settings in layers: a component's defaults, the feature, {@code etc/}, the environment, the command line. */
package org.throng.config;
