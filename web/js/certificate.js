// A certificate, drawn in the browser. In: a name that stays here. Out: a picture to save or print.
export function startCertificate(page, says) {
  const made = page.querySelector(".certificate-made");
  const canvas = page.querySelector("#certificate-picture");

  page.querySelector("#certificate-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const name = page.querySelector("#certificate-name").value.trim();
    const date = new Intl.DateTimeFormat("da-DK", { dateStyle: "long" }).format(new Date());
    draw(canvas, [says.certificateTitle, name, says.certificateLine, `»${page.querySelector("h1").textContent}«`, date]);
    canvas.setAttribute("aria-label", says.certificateAlt.replace("{name}", name).replace("{date}", date));
    made.hidden = false;
  });
  page.querySelector("#certificate-print").addEventListener("click", () => window.print());
  page.querySelector("#certificate-save").addEventListener("click", () => {
    canvas.toBlob((picture) => {
      const link = document.createElement("a");
      link.href = URL.createObjectURL(picture);
      link.download = "bevis.png";
      link.click();
      URL.revokeObjectURL(link.href);
    });
  });
}

function draw(canvas, [title, name, line, course, date]) {
  const paper = canvas.getContext("2d");
  const { width, height } = canvas;
  paper.fillStyle = "#ffffff";
  paper.fillRect(0, 0, width, height);
  paper.strokeStyle = "#0b4a6f";
  paper.lineWidth = 12;
  paper.strokeRect(40, 40, width - 80, height - 80);
  paper.textAlign = "center";
  const write = (words, size, y, weight = 400) => {
    paper.fillStyle = "#1a1a1a";
    paper.font = `${weight} ${size}px "IBM Plex Sans", sans-serif`;
    paper.fillText(words, width / 2, y, width - 160);
  };
  write(title, 84, 220, 600);
  write(name, 60, 380, 600);
  write(line, 36, 460);
  write(course, 42, 530, 600);
  write(date, 32, 680);
}
