// SPDX-License-Identifier: MIT
/**
 * The role that lets machines watch a node: numbers for Prometheus, whether it lives, whether it is ready. It says how much and how
 * well, never who.
 */
package org.throng.metrics;
