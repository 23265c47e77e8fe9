// SPDX-License-Identifier: MIT
// JSON of strangers: no duplicate members, bounded depth, no lone surrogates, numbers kept as they were spelled.
import { Refused, require } from './bytes.mjs';

/** A number as it was written. */
export class Num {
  constructor(text) {
    this.text = text;
  }
}

/** Reads UTF-8 bytes or a string; objects come as Map. The outermost array or object has depth 1. */
export function readJson(input, maxDepth) {
  let text = input;
  if (typeof input !== 'string') {
    try {
      text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(input);
    } catch {
      throw new Refused('expected UTF-8');
    }
  }
  const reader = new Reader(text, maxDepth);
  const value = reader.value(0);
  reader.space();
  require(reader.at === text.length, 'expected one JSON value and nothing after it');
  return value;
}

class Reader {
  constructor(text, maxDepth) {
    this.text = text;
    this.maxDepth = maxDepth;
    this.at = 0;
  }

  space() {
    while (' \t\n\r'.includes(this.text[this.at] ?? 'x')) this.at++;
  }

  take(char) {
    this.space();
    if (this.text[this.at] !== char) return false;
    this.at++;
    return true;
  }

  expect(char) {
    require(this.take(char), `expected '${char}'`);
  }

  value(depth) {
    this.space();
    const c = this.text[this.at];
    if (c === '{' || c === '[') {
      require(depth < this.maxDepth, 'nested too deep');
      return c === '{' ? this.object(depth + 1) : this.array(depth + 1);
    }
    if (c === '"') return this.string();
    const word = /(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![0-9a-zA-Z.+-])/y;
    word.lastIndex = this.at;
    const found = word.exec(this.text)?.[0];
    require(found !== undefined, 'expected a JSON value');
    this.at += found.length;
    if (found === 'null') return null;
    return found === 'true' || found === 'false' ? found === 'true' : new Num(found);
  }

  object(depth) {
    const members = new Map();
    this.expect('{');
    if (this.take('}')) return members;
    do {
      this.space();
      const name = this.string();
      require(!members.has(name), 'a member stands twice');
      this.expect(':');
      members.set(name, this.value(depth));
    } while (this.take(','));
    this.expect('}');
    return members;
  }

  array(depth) {
    const elements = [];
    this.expect('[');
    if (this.take(']')) return elements;
    do elements.push(this.value(depth));
    while (this.take(','));
    this.expect(']');
    return elements;
  }

  string() {
    const token = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
    token.lastIndex = this.at;
    const found = token.exec(this.text)?.[0];
    require(found !== undefined, 'expected a string');
    this.at += found.length;
    const value = JSON.parse(found);
    require(value.isWellFormed(), 'a lone surrogate');
    return value;
  }
}

/** A number of plain digits up to a bound, else refused. */
export function digits(value, most, name) {
  require(value instanceof Num && /^(0|[1-9][0-9]*)$/.test(value.text) && BigInt(value.text) <= BigInt(most),
    `${name} must be plain digits, at most ${most}`);
  return Number(value.text);
}
