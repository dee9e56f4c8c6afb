// Draws the charts of a page: Vega-Lite specifications and rows stand as JSON beside each chart. A worker draws them, so that
// the page answers meanwhile; what answers the pointer is fetched and run for a chart once somebody turns to it.
import { offerSaving } from "./save.js";
import { ground, specification } from "./specification.js";

const drawings = new Set();
const waiting = new Set();
let isDrawing = false;
let worker = startWorker();

/** The worker; none where browsers have none of this kind. */
function startWorker() {
  const canMeasureText = typeof OffscreenCanvas === "function";
  try {
    return canMeasureText ? new Worker(document.body.dataset.worker, { type: "module" }) : null;
  } catch {
    return null;
  }
}

/** The text of an SVG; null if there is no worker, or none any more. */
function drawnByWorker(task) {
  if (!worker) return null;
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.error === undefined ? resolve(data.svg) : reject(new Error(data.error)));
    // What a drawing does wrong comes as a message; this is a worker that cannot start.
    worker.onerror = () => {
      worker = null;
      resolve(null);
    };
    worker.postMessage(task);
  });
}

class Drawing {
  #chart;
  #target;
  #payload;
  /** What the worker drew last, as an element. */
  #still = null;
  /** What answers the pointer, or a promise of it; null until it is wanted. */
  #live = null;
  /** Where the pointer was last. */
  #pointer = null;
  #width = 0;

  constructor(chart) {
    this.#chart = chart;
    this.#target = chart.querySelector(".drawing");
    this.#payload = JSON.parse(chart.querySelector("script[type='application/json']").textContent);
  }

  get isOnPage() {
    return this.#chart.isConnected;
  }

  get isInView() {
    const { top, bottom } = this.#chart.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  }

  get isOfOtherWidth() {
    return this.#width !== this.#chart.clientWidth;
  }

  async draw() {
    const chart = this.#chart;
    try {
      const svg = await drawnByWorker(this.#task());
      if (svg === null) await this.live();
      else this.#show(svg);
      if (chart.dataset.state !== "drawn") this.#offer();
      chart.dataset.state = "drawn";
    } catch (error) {
      console.error(error);
      chart.dataset.state = "failed";
      chart.classList.add("undrawn");
      chart.querySelector(".failed-note")?.removeAttribute("hidden");
    } finally {
      chart.classList.remove("waiting");
    }
  }

  /** Leaves what answers the pointer for what the worker drew, which follows the style sheet by itself. */
  rest() {
    this.#live?.then((live) => live.finalize(), () => {});
    this.#live = null;
    if (this.#still) this.#target.replaceChildren(this.#still);
  }

  /** What answers the pointer; it takes the place of what the worker drew. */
  live() {
    if (!this.#live) {
      const live = this.#enliven();
      this.#live = live;
      live.then(({ element }) => this.#live === live && this.#replace(element), () => (this.#live = null));
    }
    return this.#live;
  }

  #task() {
    this.#width = this.#chart.clientWidth;
    return specification(this.#payload, this.#width);
  }

  #show(svg) {
    const template = document.createElement("template");
    template.innerHTML = svg;
    this.#still = template.content.firstElementChild;
    hide(this.#still);
    for (const styled of template.content.querySelectorAll("[data-style]")) styled.style.cssText = styled.dataset.style;
    if (!this.#live) this.#target.replaceChildren(this.#still);
  }

  async #enliven() {
    const { drawLive } = await import("./live.js");
    const live = await drawLive(this.#task());
    hide(live.element.querySelector("svg"));
    return live;
  }

  // The pointer may rest meanwhile: what answers it hears where it is.
  #replace(element) {
    this.#target.replaceChildren(element);
    if (!this.#pointer) return;
    const { clientX, clientY, pointerType } = this.#pointer;
    const below = document.elementFromPoint(clientX, clientY);
    if (!element.contains(below)) return;
    for (const kind of ["pointerover", "pointermove"]) {
      below.dispatchEvent(new PointerEvent(kind, { bubbles: true, composed: true, clientX, clientY, pointerType }));
    }
  }

  #offer() {
    offerSaving(this.#chart, async () => (await this.live()).view, ground);
    const turnedTo = (event) => {
      this.#pointer = event;
      if (!this.#live) this.live().catch(console.error);
    };
    // Not `pointerenter`: a page that is scrolled below a resting pointer wants nothing.
    this.#target.addEventListener("pointermove", turnedTo);
    this.#target.addEventListener("pointerdown", turnedTo);
    this.#target.addEventListener("pointerleave", (event) => {
      if (event.pointerType === "mouse") this.#pointer = null;
    });
  }
}

// The drawing as a whole has a name, the table its numbers and links; single marks would only be noise to screen readers, and stops
// without a name to keyboards.
function hide(svg) {
  svg.setAttribute("aria-hidden", "true");
  for (const link of svg.querySelectorAll("a")) link.setAttribute("tabindex", "-1");
}

export function draw(chart) {
  chart.classList.add("waiting");
  const drawing = new Drawing(chart);
  drawings.add(drawing);
  enqueue([drawing]);
}

/** Draws one after the other; those in view come first. */
async function enqueue(more) {
  for (const drawing of more) waiting.add(drawing);
  if (isDrawing) return;
  isDrawing = true;
  while (waiting.size > 0) {
    const all = [...waiting];
    const next = all.find((drawing) => drawing.isInView) ?? all[0];
    waiting.delete(next);
    await next.draw();
  }
  isDrawing = false;
}

function redraw(isConcerned = () => true) {
  for (const drawing of drawings) if (!drawing.isOnPage) drawings.delete(drawing);
  const concerned = [...drawings].filter(isConcerned);
  for (const drawing of concerned) drawing.rest();
  enqueue(concerned);
}

let resized = 0;
addEventListener("resize", () => {
  clearTimeout(resized);
  resized = setTimeout(() => redraw((drawing) => drawing.isOfOtherWidth), 150);
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => redraw());
matchMedia("print").addEventListener("change", () => redraw());
