// What every page does: make itself installable. In: nothing. Out: nothing; without service workers the pages work as before.
if ("serviceWorker" in navigator && location.protocol.startsWith("http")) {
  navigator.serviceWorker.register("/sw.js").catch(() => {});
}
