// SPDX-License-Identifier: MIT
package org.throng.itests.statistics;

import java.util.Arrays;

/** Learns from half of the samples of two kinds, and says of the other half of which kind they are. */
abstract class Classifier {
    private final String name;

    private Classifier(String name) {
        this.name = name;
    }

    abstract void train(byte[][] left, byte[][] right);

    /** Above 0: rather left. */
    abstract double score(byte[] sample);

    /** How many of the held-out samples it gets right. */
    record Result(long right, long all) {
        double share() {
            return (double) right / all;
        }

        /** Under 'no difference' each held-out sample is a coin, for the training has not seen it. */
        double z() {
            return Chance.half(right, all);
        }
    }

    final Result result(byte[][] left, byte[][] right) {
        int half = Math.min(left.length, right.length) / 2;
        train(Arrays.copyOf(left, half), Arrays.copyOf(right, half));
        long good = 0;
        for (int i = half; i < 2 * half; i++) {
            good += score(left[i]) > 0 ? 1 : 0;
            good += score(right[i]) > 0 ? 0 : 1;
        }
        return new Result(good, 2L * half);
    }

    @Override
    public String toString() {
        return name;
    }

    /** Naive Bayes on the histogram of numbers of so many bits. */
    static Classifier bayes(int width) {
        return new Classifier("naive Bayes on " + width + "-bit windows") {
            private final double[] odds = new double[1 << width];

            @Override
            void train(byte[][] left, byte[][] right) {
                long[] lefts = Windows.histogram(left, width);
                long[] rights = Windows.histogram(right, width);
                for (int i = 0; i < odds.length; i++) {
                    odds[i] = Math.log((lefts[i] + 1.0) / (rights[i] + 1.0));
                }
            }

            @Override
            double score(byte[] sample) {
                double sum = 0;
                for (int i = 0; i < Windows.count(sample, width); i++) {
                    sum += odds[Windows.value(sample, i * width, width)];
                }
                return sum;
            }
        };
    }

    /** Logistic regression on every bit at its place: finds what a histogram does not, a bit that is fixed. */
    static Classifier logistic() {
        return new Classifier("logistic regression on bits") {
            private double[] weights;
            private double bias;

            @Override
            void train(byte[][] left, byte[][] right) {
                weights = new double[8 * left[0].length];
                double rate = 2.0 / weights.length;
                for (int i = 0; i < left.length; i++) {
                    step(left[i], 1, rate);
                    step(right[i], 0, rate);
                }
            }

            private void step(byte[] sample, int kind, double rate) {
                double error = rate * (kind - 1 / (1 + Math.exp(-score(sample))));
                for (int at = 0; at < sample.length; at++) {
                    for (int bit = 0; bit < 8; bit++) {
                        weights[8 * at + bit] += (sample[at] >> bit & 1) == 1 ? error : -error;
                    }
                }
                bias += error;
            }

            @Override
            double score(byte[] sample) {
                double sum = bias;
                for (int at = 0; at < sample.length; at++) {
                    for (int bit = 0; bit < 8; bit++) {
                        double weight = weights[8 * at + bit];
                        sum += (sample[at] >> bit & 1) == 1 ? weight : -weight;
                    }
                }
                return sum;
            }
        };
    }
}
