// Looking up what is called so, with what people meant, as scripts/aseankg/search.py does it.

import { type Entry, type Table, entries, unique } from "./entries";
import { type Asked, type Hit, ask, compare, named, rank } from "./ranks";
import { type Term, near, plain } from "./words";

const MOST = 8;

export interface Found {
  hits: Hit[];
  meant: string;
  most: boolean;
}

export class Lookup {
  readonly entries: Entry[];
  private readonly byId: Map<string, Entry>;
  private readonly vocabulary: string[];
  private readonly known: string[]; // the words of names alone, not of what stands beside
  private readonly places = new Map<string, number[]>();
  private readonly counted = new Map<string, number>();

  constructor(table: Table) {
    this.entries = entries(table);
    this.byId = new Map(this.entries.map((entry) => [entry.id, entry]));
    const own = new Set<string>();
    for (const entry of this.entries) {
      const names = entry.names.map((name) => name.words).join(" ");
      for (const word of unique(names.split(" "))) own.add(word);
      for (const word of unique(`${names} ${entry.context}`.split(" "))) {
        const there = this.places.get(word);
        if (there) there.push(entry.at);
        else this.places.set(word, [entry.at]);
      }
      for (const word of unique(entry.names.flatMap((name) => name.key.split(" ")))) {
        this.counted.set(word, (this.counted.get(word) ?? 0) + 1);
      }
    }
    this.vocabulary = [...this.places.keys()].sort();
    this.known = [...own].sort();
  }

  search(text: string, lang: string): Found {
    const asked = ask(text, lang);
    for (const [asking, meant, most] of this.tries(asked)) {
      const hits = this.ranked(asking, most);
      if (hits.length > 0) return { hits, meant, most };
    }
    return { hits: [], meant: "", most: false };
  }

  private *tries(asked: Asked): Iterable<[Asked, string, boolean]> {
    if (asked.terms.length === 0) return;
    yield [asked, "", false];
    const corrected = this.corrected(asked);
    if (corrected.key !== asked.key) yield [corrected, corrected.key, false];
    for (const other of this.changed(asked)) yield [other, other.key, false];
    yield [corrected, corrected.key !== asked.key ? corrected.key : "", true];
  }

  private begins(word: string): boolean {
    return this.known[below(this.known, word)]?.startsWith(word) ?? false;
  }

  private near(word: string): string[] {
    const found = [...this.counted.keys()].filter((other) => near(word, other));
    const often = (one: string) => this.counted.get(one) ?? 0;
    return found.sort((a, b) => often(b) - often(a) || (a < b ? -1 : 1));
  }

  private corrected(asked: Asked): Asked {
    const knows = (term: Term) => term.choices.some((choice) => choice.every((word) => this.begins(word)));
    if (asked.terms.every(knows)) return asked;
    const words = asked.key
      .split(" ")
      .filter(Boolean)
      .slice(0, MOST)
      .flatMap((word) => (this.begins(word) || !plain(word) ? [word] : this.near(word).slice(0, 1)));
    const enough = 2 * words.join("").length >= asked.key.replaceAll(" ", "").length;
    return enough ? ask(words.join(" "), asked.lang) : asked;
  }

  private *changed(asked: Asked): Iterable<Asked> {
    const words = asked.key.split(" ").filter(Boolean);
    for (const [at, word] of words.slice(0, MOST).entries()) {
      for (const other of plain(word) ? this.near(word).slice(0, 3) : []) {
        const changed = ask([...words.slice(0, at), other, ...words.slice(at + 1)].join(" "), asked.lang);
        if (this.all(changed.terms).size > 0) yield changed;
      }
    }
  }

  /** Gives the entries that have a word, or one that begins so. */
  private of(word: string, prefix: boolean): Set<number> {
    if (!prefix) return new Set(this.places.get(word));
    const found = new Set<number>();
    for (let at = below(this.vocabulary, word); this.vocabulary[at]?.startsWith(word); at += 1) {
      for (const place of this.places.get(this.vocabulary[at] ?? "") ?? []) found.add(place);
    }
    return found;
  }

  private with(term: Term): Set<number> {
    const found = new Set<number>();
    for (const choice of term.choices) {
      for (const place of both(choice.map((word) => this.of(word, term.prefix)))) found.add(place);
    }
    return found;
  }

  private all(terms: Term[]): Set<number> {
    return both(terms.map((term) => this.with(term)));
  }

  private ranked(asked: Asked, loose: boolean): Hit[] {
    if (asked.terms.length === 0) return [];
    let places: Set<number>;
    if (loose) {
      const telling = asked.terms.filter((term) => term.weight > 2);
      places = new Set((telling.length > 0 ? telling : asked.terms).flatMap((term) => [...this.with(term)]));
    } else {
      places = this.all(asked.terms);
    }
    const thing = this.byId.get(named(asked.text));
    if (thing) places.add(thing.at);
    const hits = [...places].map((at) => this.entries[at]).map((entry) => (entry ? rank(asked, entry, loose) : null));
    return hits.filter((hit) => hit !== null).sort((a, b) => compare(a.rank, b.rank));
  }
}

function both(sets: Set<number>[]): Set<number> {
  const [first, ...others] = sets;
  return new Set([...(first ?? [])].filter((one) => others.every((set) => set.has(one))));
}

/** Gives the place of the first word that is not before another one. */
function below(words: string[], word: string): number {
  let [low, high] = [0, words.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle] ?? "") < word) low = middle + 1;
    else high = middle;
  }
  return low;
}
