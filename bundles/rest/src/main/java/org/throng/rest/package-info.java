// SPDX-License-Identifier: MIT
/** The local API: everything that the command line does, for programs on this machine. */
package org.throng.rest;
