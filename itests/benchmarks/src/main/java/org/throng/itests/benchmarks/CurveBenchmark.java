// SPDX-License-Identifier: MIT
package org.throng.itests.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One batch a call: 4,096 operations for scalar and vector, 512 for JNI, 100 for Bouncy Castle. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 10, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class CurveBenchmark {
    @Param({"scan", "verify"})
    public String what;

    @Param({"vector", "scalar", "jni", "bouncycastle"})
    public String how;

    private Work work;

    @Setup
    public void prepare() {
        work = Work.of(what, how);
    }

    @Benchmark
    public void batch() {
        work.run();
    }
}
