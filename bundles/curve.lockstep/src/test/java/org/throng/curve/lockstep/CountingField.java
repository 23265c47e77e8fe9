// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import org.throng.curve.lanes.LaneField;

/** Counts products and squares, for each lane. */
final class CountingField implements LaneField<long[]> {
    private final ScalarField field = new ScalarField();
    long products;
    long squares;

    long operations() {
        return products + squares;
    }

    void reset() {
        products = 0;
        squares = 0;
    }

    @Override
    public String name() {
        return "counting";
    }

    @Override
    public int width() {
        return 1;
    }

    @Override
    public long[] array(int n) {
        return field.array(n);
    }

    @Override
    public void read(long[] r, int lane, byte[] bytes, int at) {
        field.read(r, lane, bytes, at);
    }

    @Override
    public void write(long[] a, int lane, byte[] bytes, int at) {
        field.write(a, lane, bytes, at);
    }

    @Override
    public void multiply(long[] r, int ro, long[] a, int ao, long[] b, int bo, int n) {
        products += n;
        field.multiply(r, ro, a, ao, b, bo, n);
    }

    @Override
    public void multiplySum(
            long[] r, long[] a, int k, long[] x, int l, long[] y, int m, long[] z, long[] scratch, int from, int to) {
        products += to - from;
        field.multiplySum(r, a, k, x, l, y, m, z, scratch, from, to);
    }

    @Override
    public void square(long[] r, long[] a, int from, int to) {
        squares += to - from;
        field.square(r, a, from, to);
    }

    @Override
    public void squareMinus(long[] r, long[] a, long[] x, long[] y, int from, int to) {
        squares += to - from;
        field.squareMinus(r, a, x, y, from, to);
    }

    @Override
    public void sum(long[] r, int k, long[] x, int l, long[] y, int from, int to) {
        field.sum(r, k, x, l, y, from, to);
    }

    @Override
    public void scale(long[] r, long[] x, int k, int from, int to) {
        field.scale(r, x, k, from, to);
    }

    @Override
    public void copy(long[] r, int ro, long[] x, int xo, int n) {
        field.copy(r, ro, x, xo, n);
    }

    @Override
    public void pick(long[] r, long[][] tables, byte[] digits, int at, boolean signed, int n) {
        field.pick(r, tables, digits, at, signed, n);
    }

    @Override
    public void store(long[] table, int place, byte[] bytes, int at) {
        field.store(table, place, bytes, at);
    }

    @Override
    public void gather(long[] r, long[] table, int[] places, int n) {
        field.gather(r, table, places, n);
    }
}
