// SPDX-License-Identifier: MIT
package org.throng.curve.lockstep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.throng.curve.Curve;
import org.throng.curve.lanes.LaneField;

/**
 * The way batches are computed: of the fields that are offered the widest that gives the reference's answers, else plain Java,
 * else none, which leaves everything to the reference.
 *
 * <p>Threads: any.
 */
final class Tiers {
    private static final Logger LOG = LoggerFactory.getLogger(Tiers.class);

    /** Fewer lanes are no faster than plain Java. */
    private static final int LEAST_LANES = 4;

    /**
     * What was chosen.
     *
     * @param tier empty where the reference does everything
     * @param why in a few words
     */
    record Choice(Optional<Tier<?>> tier, String why) {}

    private final List<LaneField<?>> offered = new ArrayList<>();
    private Choice choice;

    /** A field comes; the choice is made anew with the next batch. */
    synchronized void add(LaneField<?> field) {
        offered.add(field);
        choice = null;
    }

    /** A field goes, and is used for nothing that begins from now on. */
    synchronized void remove(LaneField<?> field) {
        offered.remove(field);
        choice = null;
    }

    /** Made once; takes a fraction of a second then. */
    synchronized Choice choice(Curve reference) {
        if (choice == null) {
            choice = choose(reference);
            LOG.info("Batches on the curve are computed by: {}", choice.why());
        }
        return choice;
    }

    private Choice choose(Curve reference) {
        List<LaneField<?>> candidates = new ArrayList<>(offered);
        candidates.removeIf(field -> field.width() < LEAST_LANES);
        candidates.sort(
                Comparator.comparing((LaneField<?> field) -> field.width()).reversed());
        String missing = candidates.isEmpty()
                ? "; no vectors: they need Java's module jdk.incubator.vector and " + LEAST_LANES + " lanes"
                : "";
        candidates.add(new ScalarField());
        SelfTest test = new SelfTest(reference);
        for (LaneField<?> field : candidates) {
            Tier<?> tier = new Tier<>(field);
            if (passes(test, tier)) {
                String lanes = field.width() == 1 ? "" : ", " + field.width() + " lanes";
                return new Choice(
                        Optional.of(tier), field.name() + lanes + " (as " + reference.name() + " says" + missing + ")");
            }
            missing = "; " + field.name() + " gave wrong answers";
        }
        return new Choice(Optional.empty(), reference.name() + " alone" + missing);
    }

    private static boolean passes(SelfTest test, Tier<?> tier) {
        try {
            boolean passes = test.passes(tier);
            if (!passes) {
                LOG.error(
                        "The field '{}' gives wrong answers on this machine and is not used",
                        tier.field().name());
            }
            return passes;
        } catch (RuntimeException | LinkageError e) {
            LOG.error(
                    "The field '{}' fails on this machine and is not used",
                    tier.field().name(),
                    e);
            return false;
        }
    }
}
