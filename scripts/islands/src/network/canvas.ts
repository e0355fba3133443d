// The network on a canvas: what is hidden, pale or in front follows from one state.

import { MultiDirectedGraph } from "graphology";
import Sigma from "sigma";
import type { EdgeDisplayData, NodeDisplayData } from "sigma/types";

import { FONTS, Names, drawPointed } from "./names";
import type { Network } from "./page";
import { ShapeProgram } from "./shapes";

const STATED = "#707a86";
const INFERRED = "#c3cad2";
const PALE = "#e4e7eb";
const LIT = "#b86e00";

export interface State {
  hidden: Set<number>; // lines
  gone: Set<number>; // things
  picked: number | null;
  pointed: number | null;
  sought: Set<number> | null;
}

export class Canvas {
  readonly graph = new MultiDirectedGraph();
  readonly sigma: Sigma;
  private near: Set<number> = new Set();
  private readonly names = new Names();

  constructor(
    place: HTMLElement,
    readonly told: Network,
    readonly state: State,
  ) {
    this.build(place.clientWidth);
    this.sigma = new Sigma(this.graph, place, {
      allowInvalidContainer: true,
      defaultNodeType: "shape",
      nodeProgramClasses: { shape: ShapeProgram },
      nodeHoverProgramClasses: { shape: ShapeProgram },
      defaultDrawNodeLabel: this.names.collect,
      defaultDrawNodeHover: drawPointed,
      labelFont: FONTS,
      labelSize: place.clientWidth < 500 ? 12 : 13,
      labelDensity: 4,
      labelGridCellSize: 120,
      labelRenderedSizeThreshold: 0,
      minCameraRatio: 0.05,
      maxCameraRatio: 2,
      stagePadding: place.clientWidth < 500 ? 18 : 40,
      zIndex: true,
      nodeReducer: (id, data) => this.thing(Number(id), data as NodeDisplayData),
      edgeReducer: (id, data) => this.line(Number(id), data as EdgeDisplayData),
    });
    this.sigma.on("afterRender", () => {
      const context = this.sigma.getCanvases()["labels"]?.getContext("2d");
      if (context) this.names.draw(context, this.sigma.getDimensions().width);
    });
    this.sigma.refresh();
  }

  private build(wide: number): void {
    const { nodes, edges, looks } = this.told;
    const across = nodes.map((one) => one.x);
    const scale = wide / (Math.max(...across) - Math.min(...across) + 100);
    const factor = Math.min(1, Math.max(0.55, scale * 1.25));
    nodes.forEach((one, number) => {
      const [color, mark] = looks[one.look] ?? ["#777", "dot"];
      const size = Math.max(4, one.size * factor);
      this.graph.addNode(number, { x: one.x, y: one.y, size, label: one.label, color, mark, type: "shape" });
    });
    const heaviest = Math.max(...edges.map((one) => one[2]));
    edges.forEach(([from, to, weight, basis], number) => {
      const size = heaviest > 1 ? 0.7 + (2.3 * weight) / heaviest : 1;
      const color = basis === "inferred" ? INFERRED : STATED;
      this.graph.addDirectedEdgeWithKey(number, from, to, { size, color, zIndex: 0 });
    });
  }

  /** Draw again after the state was changed. */
  renew(): void {
    const centre = this.state.pointed ?? this.state.picked;
    this.near = new Set(centre === null ? [] : [centre, ...this.neighbours(centre)]);
    this.sigma.refresh({ skipIndexation: true });
  }

  neighbours(thing: number): number[] {
    return this.graph
      .neighbors(thing)
      .map(Number)
      .filter((other) => this.between(thing, other).length > 0);
  }

  /** The lines between two things that are not hidden. */
  between(one: number, other: number): number[] {
    const lines = [...this.graph.edges(one, other), ...(one === other ? [] : this.graph.edges(other, one))];
    return [...new Set(lines.map(Number))].filter((line) => !this.state.hidden.has(line));
  }

  private thing(number: number, data: NodeDisplayData): Partial<NodeDisplayData> {
    const { gone, sought, picked, pointed } = this.state;
    if (gone.has(number)) return { ...data, hidden: true };
    const lit = this.near.size > 0 ? this.near.has(number) : sought?.has(number);
    if (lit === undefined) return data;
    if (!lit) return { ...data, color: PALE, label: "", zIndex: 0 };
    const few = this.near.size > 0 ? this.near.size <= 25 : (sought?.size ?? 0) <= 12;
    const front = number === picked || number === pointed;
    return { ...data, zIndex: front ? 3 : 2, highlighted: number === picked, forceLabel: few || front };
  }

  private line(number: number, data: EdgeDisplayData): Partial<EdgeDisplayData> {
    if (this.state.hidden.has(number)) return { ...data, hidden: true };
    const centre = this.state.pointed ?? this.state.picked;
    if (centre === null) return this.state.sought ? { ...data, color: PALE } : data;
    const [from, to] = this.graph.extremities(number).map(Number);
    const lit = from === centre || to === centre;
    return lit ? { ...data, color: LIT, zIndex: 2, size: Math.max(1.4, data.size) } : { ...data, color: PALE, size: 0.5 };
  }

  /** Bring a thing into the middle, near enough to read what is around it. */
  centre(thing: number): void {
    const place = this.sigma.getNodeDisplayData(thing);
    if (!place) return;
    const ratio = Math.min(this.sigma.getCamera().ratio, 0.45);
    void this.sigma.getCamera().animate({ x: place.x, y: place.y, ratio }, { duration: still() ? 0 : 350 });
  }

  move(across: number, down: number): void {
    const camera = this.sigma.getCamera();
    const step = 0.18 * camera.ratio;
    void camera.animate({ x: camera.x + across * step, y: camera.y - down * step }, { duration: still() ? 0 : 150 });
  }

  zoom(factor: number): void {
    const camera = this.sigma.getCamera();
    const ratio = Math.min(Math.max(camera.ratio * factor, 0.05), 2);
    void camera.animate({ ratio }, { duration: still() ? 0 : 150 });
  }

  whole(): void {
    void this.sigma.getCamera().animate({ x: 0.5, y: 0.5, ratio: 1 }, { duration: still() ? 0 : 250 });
  }
}

/** Whether the reader wants no movement. */
function still(): boolean {
  return window.matchMedia("(prefers-reduced-motion: reduce)").matches;
}
