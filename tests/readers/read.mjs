// Reads what aseankg exports with programs of others and tells, as JSON, what they found.
// node read.mjs FORMAT FILE...: [{nodes: [{id, ...}], edges: [{source, target, ...}], attributes}]
import { readFile } from "node:fs/promises";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html><body></body>");
globalThis.window = window;
globalThis.document = window.document;

async function ofGraphology(graph) {
  return {
    attributes: graph.getAttributes(),
    nodes: graph.mapNodes((id, data) => ({ id, ...data })),
    edges: graph.mapEdges((id, data, source, target) => ({ id, source, target, ...data })),
  };
}

const READERS = {
  async graphology(text) {
    const { default: Graph } = await import("graphology");
    return ofGraphology(Graph.from(JSON.parse(text)));
  },

  async gexf(text) {
    const { default: Graph } = await import("graphology");
    const { default: gexf } = await import("graphology-gexf");
    return ofGraphology(gexf.parse(Graph, text, { addMissingNodes: false }));
  },

  async graphml(text) {
    const { default: Graph } = await import("graphology");
    const { default: graphml } = await import("graphology-graphml");
    return ofGraphology(graphml.parse(Graph, text));
  },

  async cytoscape(text) {
    const { default: cytoscape } = await import("cytoscape");
    const { elements, data } = JSON.parse(text);
    const graph = cytoscape({ headless: true, elements, data });
    return {
      attributes: graph.data(),
      nodes: graph.nodes().map((node) => node.data()),
      edges: graph.edges().map((edge) => edge.data()),
    };
  },

  async mermaid(text) {
    const { default: mermaid } = await import("mermaid");
    await mermaid.parse(text);
    const { db } = await mermaid.mermaidAPI.getDiagramFromText(text);
    // Mermaid hides entities from its own parser and lets the browser decode them when it draws.
    const decode = (words) => {
      const html = words.replace(/ﬂ°°/g, "&#").replace(/ﬂ°/g, "&").replace(/¶ß/g, ";");
      const area = document.createElement("textarea");
      area.innerHTML = html;
      return area.value;
    };
    return {
      attributes: {},
      nodes: [...db.getVertices().values()].map(({ id, text }) => ({ id, label: decode(text) })),
      edges: db.getEdges().map(({ start, end, text }) => ({
        source: start,
        target: end,
        label: decode(text),
      })),
    };
  },

  // The page as a browser sees it, its scripts run: rows, what is filtered, what it would load.
  async html(text) {
    const page = new JSDOM(text, { runScripts: "dangerously", pretendToBeVisual: true });
    const { document } = page.window;
    const rows = [...document.querySelectorAll("#table tbody tr")];
    const words = (row) => [...row.cells].map((cell) => cell.textContent);
    const found = { edges: rows.map(words), nodes: [], attributes: {} };
    found.nodes = [...document.querySelectorAll("#picture .node")].map((node) => ({
      id: node.dataset.iri,
      label: node.querySelector("title").textContent.split("\n")[0],
    }));
    const relation = document.getElementById("relation");
    relation.value = relation.options[1].value;
    relation.dispatchEvent(new page.window.Event("input"));
    found.attributes = {
      relation: relation.value,
      shown: rows.filter((row) => !row.hidden).map(words),
      dimmed: document.querySelectorAll("#picture .edge.dim").length,
      images: document.querySelectorAll("img, iframe, object, link, script[src]").length,
      scripts: document.querySelectorAll("script").length,
      ran: page.window.ran ?? false,
    };
    return found;
  },
};

const [format, ...files] = process.argv.slice(2);
const found = [];
for (const file of files) found.push(await READERS[format](await readFile(file, "utf8")));
process.stdout.write(JSON.stringify(found), () => process.exit(0));
