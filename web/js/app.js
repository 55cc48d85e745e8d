// What every page does: make itself installable. In: nothing. Out: nothing; without service workers the pages work as before.
if ("serviceWorker" in navigator && !document.documentElement.hasAttribute("data-offline")) {
  navigator.serviceWorker.register("/sw.js").catch(() => {});
}
