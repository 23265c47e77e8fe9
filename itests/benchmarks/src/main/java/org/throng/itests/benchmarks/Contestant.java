// SPDX-License-Identifier: MIT
package org.throng.itests.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;

/**
 * A process that works when it is told: for each line it gets, at least so many milliseconds; then it prints the processor
 * time of an operation in nanoseconds.
 */
final class Contestant {
    private Contestant() {}

    public static void main(String[] words) throws IOException {
        Work work = Work.of(words[0], words[1]);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            long least = Long.parseLong(line) * 1_000_000;
            long start = threads.getCurrentThreadCpuTime();
            long spent = 0;
            long operations = 0;
            while (spent < least) {
                work.run();
                operations += work.operations();
                spent = threads.getCurrentThreadCpuTime() - start;
            }
            System.out.println((double) spent / operations);
        }
    }
}
