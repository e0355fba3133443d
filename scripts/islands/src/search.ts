// Search in a copy of the explorer as files: the names come as a script, for a page from the disk may fetch nothing.

import type { Entry, Table } from "./search/entries";
import { type Found, Lookup } from "./search/lookup";
import type { Hit } from "./search/ranks";

declare global {
  var aseankgNames: Table | undefined;
  var aseankgLookup: typeof Lookup | undefined;
}

type Words = Record<"one" | "many" | "more" | "none" | "other" | "words" | "meant" | "most" | "by", string> & {
  languages: string[];
  kinds: Record<string, string>;
};

const STEP = 20;

function node(name: string, text = "", lang = "", page = ""): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  if (lang && lang !== page) made.lang = lang;
  return made;
}

class Page {
  private readonly lang = document.documentElement.lang;
  private readonly place: number;

  constructor(
    private readonly lookup: Lookup,
    private readonly table: Table,
    private readonly words: Words,
    private readonly box: HTMLElement,
  ) {
    this.place = Math.max(0, words.languages.indexOf(this.lang));
  }

  show(text: string): void {
    this.box.replaceChildren();
    if (!text.trim()) return;
    const found = this.lookup.search(text, this.lang);
    this.box.append(...this.head(found));
    const list = document.createElement("ol");
    list.className = "hits";
    this.box.append(list);
    this.more(list, found.hits, 0);
  }

  private head(found: Found): HTMLElement[] {
    const { words } = this;
    const number = found.hits.length;
    if (number === 0) return [node("p", words.none), node("p", words.other)];
    const told: HTMLElement[] = [];
    if (found.most) told.push(node("p", `${words.words} ${words.most}`));
    else if (found.meant) {
      const meant = node("p", `${words.words} ${words.meant} `);
      const link = document.createElement("a");
      link.href = `?q=${encodeURIComponent(found.meant)}`;
      link.textContent = found.meant;
      meant.append(link, "?");
      told.push(meant);
    }
    return [...told, node("p", number === 1 ? words.one : words.many.replace("{number}", String(number)))];
  }

  private more(list: HTMLElement, hits: Hit[], from: number): void {
    list.append(...hits.slice(from, from + STEP).map((hit) => this.item(hit)));
    if (hits.length <= from + STEP) return;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = this.words.more;
    button.addEventListener("click", () => {
      button.remove();
      this.more(list, hits, from + STEP);
      list.querySelectorAll("a")[from + STEP]?.focus();
    });
    list.after(button);
  }

  private item(hit: Hit): HTMLElement {
    const { entry } = hit;
    const [text, lang] = this.name(entry);
    const item = document.createElement("li");
    const first = node("p");
    first.className = "name";
    const link = node("a", text, lang, this.lang) as HTMLAnchorElement;
    link.href = encodeURI(entry.file || `${entry.id}.html`);
    first.append(link);
    const short = entry.names.find((name) => name.role === "abbreviation")?.text ?? "";
    if (short && short !== text) {
      const beside = node("span", short);
      beside.className = "short";
      first.append(" ", beside);
    }
    item.append(first, this.about(entry));
    if (hit.name.role !== "id" && hit.name.text !== text && hit.name.text !== short) {
      const by = node("p", `${this.words.by}: `);
      by.className = "about";
      by.append(node("span", hit.name.text, hit.name.lang, this.lang));
      item.append(by);
    }
    return item;
  }

  private about(entry: Entry): HTMLElement {
    const about = node("p");
    about.className = "about";
    const kind = this.table.kinds[entry.kind] ?? "";
    about.append(node("span", this.words.kinds[kind] ?? kind));
    for (const at of [entry.type, entry.country]) {
      const other = this.lookup.entries[at];
      if (other && other !== entry) about.append(node("span", ...this.name(other), this.lang));
    }
    return about;
  }

  private name(entry: Entry): [string, string] {
    return entry.shown[this.place] ?? [entry.id, ""];
  }
}

function begin(): void {
  const box = document.getElementById("found");
  const told = document.getElementById("search-words");
  const table = globalThis.aseankgNames;
  if (!box || !told || !table) return;
  const text = new URLSearchParams(location.search).get("q") ?? "";
  for (const field of document.querySelectorAll<HTMLInputElement>("input[name=q]")) field.value = text;
  if (!text.trim()) return;
  document.title = `${text} - ${document.title}`;
  const page = new Page(new Lookup(table), table, JSON.parse(told.textContent ?? "{}") as Words, box);
  page.show(text);
}

globalThis.aseankgLookup = Lookup; // for tests and for whoever has the index
if (typeof document !== "undefined") begin();
