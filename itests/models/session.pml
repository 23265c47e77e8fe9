/* SPDX-License-Identifier: MIT */
/*
 * The session machine of docs/protocol.md, section 6, as far as a model checker can hold it: two nodes, two epochs, a letter of
 * each side; shares, have, indices, acks and floors. The wire loses, copies and reorders, a node crashes between a write and
 * what was to follow it; each only so often (LOSSES, COPIES, CRASHES), but at any moment: that is what 'fair' means here.
 *
 * Time is the Promela timeout: nothing else can happen. Then what is on the way is given up and leaves anew.
 *
 * Broken on purpose, each found by the checker: -DNO_HAVE_RULE, -DLATE_WRITE, -DHIGH_FLOOR, -DMAC_IS_ARRIVAL.
 */
#ifndef LOSSES
#define LOSSES 2
#endif
#ifndef COPIES
#define COPIES 1
#endif
#ifndef CRASHES
#define CRASHES 1
#endif
#define E 2    /* epochs */
#define MOST 8 /* indices of one chain: one byte of bits */

byte epoch[2];   /* the newest root that a side computed */
byte sending[2]; /* what it sends on; 0 = only direct bodies */
bool own[2];     /* it made its share of epoch sending + 1 */
bool held[2];    /* the peer is known to hold that share */
bool early[2];   /* it holds the peer's share of epoch + 1 */
byte next[2];    /* its next index */
bool owes[2];    /* a body without words is due */

/* letters: 0 waits, 1 is on the way, 2 is acknowledged */
byte letter[2];
byte inEpoch[2];
byte atIndex[2];

byte arrived[6]; /* per reader and epoch: indices, one bit each */
bool has[2];     /* a reader opened the letter of the other */
byte left[6];    /* per writer and epoch: indices that left, to see that none leaves twice */

byte losses = LOSSES;
byte copies = COPIES;
byte crashes = CRASHES;

/* two lanes for each reader, so that bodies overtake each other; epoch, index, share, have, words, acks of 1 and 2, floor */
chan wire[4] = [2] of { byte, byte, bool, bool, bool, byte, byte, byte };

#define AT(side, e) ((side) * 3 + (e))
#define STANDS(side) (sending[side] > 0 || (epoch[side] == 1 && held[side]))
#define FREE(side) (nfull(wire[2 * (1 - side)]) && nfull(wire[2 * (1 - side) + 1]))

/* both shares are here: the root is computed in the same step */
inline compute(me) {
  if
  :: own[me] && early[me] && sending[me] == epoch[me] -> epoch[me]++; early[me] = false
  :: else
  fi
}

/* the body of one step, with the letter or without */
inline leave(me, words) {
  d_step {
    if
    :: epoch[me] == sending[me] + 1 && held[me] && (sending[me] == 0 || hurry) ->
      sending[me]++; own[me] = false; held[me] = false; next[me] = 0
    :: else
    fi;
    if
    :: sending[me] < E && !own[me] -> own[me] = true; compute(me)
    :: else
    fi;
    share = sending[me] < E && !held[me];
    have = sending[me] < E && (epoch[me] > sending[me] || early[me]);
    index = next[me];
    floor = index;
    if
    :: letter[me] == 1 && inEpoch[me] == sending[me] -> floor = atIndex[me]
    :: else
    fi;
#ifdef HIGH_FLOOR
    floor = index;
#endif
    if
    :: sending[me] > 0 ->
      assert(index < MOST);
      next[me]++;
      if
      :: words -> letter[me] = 1; inEpoch[me] = sending[me]; atIndex[me] = index
      :: else
      fi
    :: else
    fi;
    owes[me] = false
  }
}

/* what is written is written; then it leaves, unless something happens to it */
inline post(me, words) {
  lane = 2 * (1 - me);
  if
  :: lane++
  :: skip
  fi;
  if
  :: losses > 0 -> losses--
  :: crashes > 0 -> crashes--
#ifdef LATE_WRITE
    ; if
    :: sending[me] > 0 ->
      next[me]--;
      d_step { assert((left[AT(me, sending[me])] & (1 << index)) == 0); left[AT(me, sending[me])] = left[AT(me, sending[me])] | (1 << index) }
    :: else
    fi
#endif
  :: true ->
    d_step {
      if
      :: sending[me] > 0 ->
        assert((left[AT(me, sending[me])] & (1 << index)) == 0);
        left[AT(me, sending[me])] = left[AT(me, sending[me])] | (1 << index)
      :: else
      fi
    }
    wire[lane]!sending[me], index, share, have, words, arrived[AT(me, 1)], arrived[AT(me, 2)], floor;
    if
    :: copies > 0 && nfull(wire[lane]) ->
      copies--;
      wire[lane]!sending[me], index, share, have, words, arrived[AT(me, 1)], arrived[AT(me, 2)], floor
    :: skip
    fi
  fi;
  lane = 0; index = 0; share = false; have = false; floor = 0
}

/* acks of my chain of one epoch: what is acknowledged is there */
inline acknowledged(me, e, bits) {
  if
  :: letter[me] == 1 && inEpoch[me] == e && (bits & (1 << atIndex[me])) ->
    letter[me] = 2;
    assert(has[1 - me])
  :: else
  fi
}

inline take(me) {
  d_step {
    if
    :: from == 0 ->
      if
      :: share && epoch[me] == 0 -> early[me] = true
      :: else
      fi;
      if
      :: have && sending[me] == 0 && own[me] -> held[me] = true
      :: else
      fi;
      compute(me);
      if
      :: sending[me] == 0 -> owes[me] = true
      :: share && sending[me] > 0 -> owes[me] = true
      :: else
      fi
    :: from > 0 && (arrived[AT(me, from)] & (1 << index)) == 0 ->
      assert(from <= epoch[me]);
#ifndef NO_HAVE_RULE
      if
      :: from == epoch[me] && sending[me] < from -> held[me] = true
      :: else
      fi;
#endif
      if
      :: share && from == epoch[me] && from < E -> early[me] = true
      :: else
      fi;
      if
      :: have && from == sending[me] && own[me] -> held[me] = true
      :: else
      fi;
      compute(me);
      arrived[AT(me, from)] = arrived[AT(me, from)] | (1 << index) | ((1 << floor) - 1);
      if
      :: words -> owes[me] = true;
#ifdef MAC_IS_ARRIVAL
        if
        :: losses == 0 -> has[me] = true
        :: else -> losses--
        fi
#else
        has[me] = true
#endif
      :: else
      fi;
      acknowledged(me, 1, one);
      acknowledged(me, 2, two)
    :: else
    fi;
    from = 0; index = 0; share = false; have = false; words = false; one = 0; two = 0; floor = 0
  }
}

active [2] proctype side() {
  byte me = _pid;
  byte lane, from, index, one, two, floor;
  bool share, have, words, hurry;

end:
  do
  :: atomic { wire[2 * me]?from, index, share, have, words, one, two, floor -> take(me) }
  :: atomic { wire[2 * me + 1]?from, index, share, have, words, one, two, floor -> take(me) }
  :: atomic { owes[me] && FREE(me) -> leave(me, false); post(me, false) }
  :: atomic {
      letter[me] == 0 && STANDS(me) && FREE(me) ->
      if
      :: hurry = true /* the hour is over, or twenty messages */
      :: hurry = false
      fi;
      leave(me, true); post(me, true); hurry = false
    }
  :: atomic { letter[me] == 0 && !STANDS(me) && !own[me] && FREE(me) -> leave(me, false); post(me, false) }
  :: atomic {
      timeout && letter[me] < 2 ->
      if
      :: letter[me] == 1 -> letter[me] = 0
      :: letter[me] == 0 -> leave(me, false); post(me, false)
      fi
    }
  od
}

/* no stall: the letters of both sides arrive, and both know it */
ltl delivered { <> (letter[0] == 2 && letter[1] == 2) }
