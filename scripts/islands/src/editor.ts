// The editor on the page of the endpoint: yasgui below the form, which works without it.
// It asks this site alone, keeps nothing in the browser, and looks nothing up elsewhere.

import Yasgui from "@zazuko/yasgui";
import "@zazuko/yasgui/build/yasgui.min.css";

interface Told {
  endpoint: string;
  prefixes: Record<string, string>;
  examples: [string, string][];
  words: Record<"query" | "size" | "number", string>;
}

function start(place: HTMLElement, told: Told, text: string): void {
  const endpoint = new URL(told.endpoint, location.href).href;
  const known = Object.entries(told.prefixes).map(([name, iri]) => `${name}: <${iri}>`);
  Yasgui.Yasqe.forkAutocompleter("prefixes", { name: "ours", get: () => Promise.resolve(known) });
  const yasgui = new Yasgui(element("yasgui"), {
    persistenceId: null,
    populateFromUrl: false,
    copyEndpointOnNewTab: true,
    autofocus: false,
    requestConfig: { endpoint, method: "POST" },
    endpointCatalogueOptions: { getData: () => [{ endpoint }], keys: [], renderItem: () => undefined },
    yasqe: {
      autocompleters: ["ours", "variables"],
      createShareableLink: (yasqe: { getValue(): string }) =>
        `${endpoint}?${new URLSearchParams({ query: yasqe.getValue() })}`,
      editorHeight: "22rem",
      prefixCcApi: null,
    },
    yasr: { prefixes: told.prefixes, persistenceId: null },
  });
  place.hidden = false;
  mend(element("yasgui"), yasgui, told.words);
  yasgui.getTab()?.getYasqe()?.setValue(declared(text, told.prefixes));
  examples(yasgui, told);
}

/** Put the prefixes that a query uses before it: the endpoint knows them, other tools do not. */
function declared(text: string, prefixes: Record<string, string>): string {
  const bare = text.replace(/<[^>\s]*>|"[^"]*"|#.*$/gm, " ");
  const lines = Object.entries(prefixes)
    .filter(([name]) => new RegExp(`(^|[^\\w:])${name}:`).test(bare))
    .filter(([name]) => !new RegExp(`prefix\\s+${name}:`, "i").test(text))
    .map(([name, iri]) => `PREFIX ${name}: <${iri}>\n`);
  return lines.join("") + text.trimStart();
}

/** Say what yasgui leaves unsaid: names of fields, a heading; and let Tab lead out of the text. */
function mend(place: HTMLElement, yasgui: Yasgui, words: Told["words"]): void {
  const known = new WeakSet<object>();
  const look = () => {
    place.querySelectorAll(".CodeMirror textarea").forEach((one) => one.setAttribute("aria-label", words.query));
    place.querySelectorAll(".CodeMirror-scroll").forEach((one) => one.setAttribute("tabindex", "0"));
    place.querySelectorAll("select.tableSizer").forEach((one) => one.setAttribute("aria-label", words.size));
    place.querySelectorAll("th .dt-column-title:empty").forEach((one) => {
      const name = document.createElement("span");
      name.className = "hidden";
      name.textContent = words.number;
      one.append(name);
    });
    const editor = yasgui.getTab()?.getYasqe();
    if (!editor || known.has(editor)) return;
    known.add(editor);
    editor.addKeyMap({ Tab: false, "Shift-Tab": false });
  };
  new MutationObserver(look).observe(place, { childList: true, subtree: true });
  element("newtab").addEventListener("click", () => yasgui.addTab(true));
  look();
}

function examples(yasgui: Yasgui, told: Told): void {
  const select = element("example");
  if (!(select instanceof HTMLSelectElement)) return;
  select.append(...told.examples.map(([name, summary]) => new Option(summary, name)));
  select.addEventListener("change", () => void open(yasgui, told, select));
}

/** Open an example in a tab of its own; its text is that which the page of the form shows. */
async function open(yasgui: Yasgui, told: Told, select: HTMLSelectElement): Promise<void> {
  const name = select.value;
  if (!name) return;
  const answer = await fetch(`${told.endpoint}?example=${encodeURIComponent(name)}`, { headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const text = page.querySelector("textarea")?.textContent ?? "";
  const tab = yasgui.addTab(true);
  tab.setName(name);
  tab.getYasqe()?.setValue(declared(text, told.prefixes));
  select.value = "";
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}

const data = document.getElementById("editor-data")?.textContent;
const query = document.getElementById("query");
if (data && query instanceof HTMLTextAreaElement) start(element("editor"), JSON.parse(data) as Told, query.value);
