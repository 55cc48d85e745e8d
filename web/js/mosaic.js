// The mosaic: pieces on and off, and the answer that lies ready for the choice. In: the templates of the page. Out: one of them, shown.
export function startMosaic(page) {
  for (const mosaic of page.querySelectorAll(".mosaic")) {
    const boxes = [...mosaic.querySelectorAll("[data-piece]")];
    const place = mosaic.querySelector(".mosaic-answer");
    const show = () => {
      const key = boxes.map((box) => (box.checked ? "1" : "0")).join("");
      place.replaceChildren(mosaic.querySelector(`template[data-choice="${key}"]`).content.cloneNode(true));
    };
    mosaic.querySelector("fieldset").hidden = false;
    for (const box of boxes) box.addEventListener("change", show);
    show();
  }
}
