// Saves a drawing as a picture: all in the browser, from what is drawn.

function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// As on the page, on the colour of the page: a drawing without ground cannot be read on a dark desktop.
async function picture(view, ground, kind) {
  view.background(ground);
  try {
    if (kind === "svg") return new Blob([await view.toSVG()], { type: "image/svg+xml" });
    const canvas = await view.toCanvas(2);
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  } finally {
    view.background("transparent");
  }
}

/** Shows the buttons of a chart once there is something to save; what can be saved is fetched for a click. */
export function offerSaving(chart, view, ground) {
  const tools = chart.closest("figure")?.querySelector(".chart-tools");
  if (!tools) return;
  tools.inert = false;
  for (const button of tools.querySelectorAll("button[data-save]")) {
    const kind = button.dataset.save;
    button.onclick = async () => download(await picture(await view(), ground(), kind), `${tools.dataset.name}.${kind}`);
  }
}
