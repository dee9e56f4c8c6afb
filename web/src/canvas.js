// Stands in for `vega-canvas`, which knows the canvas of a document only. In a worker text is measured on one that belongs to
// none; estimated widths would put labels elsewhere.

export function canvas(width, height) {
  if (typeof document === "undefined") return typeof OffscreenCanvas === "undefined" ? null : new OffscreenCanvas(width, height);
  return Object.assign(document.createElement("canvas"), { width, height });
}

export const domCanvas = canvas;
export const image = () => (typeof Image === "undefined" ? null : Image);
