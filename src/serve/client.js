// The preview's own script: reloads when the site changed, and shows what is wrong with it. Never part of a build.
(function () {
  "use strict";
  var own = document.currentScript.src;
  var seen = Number(own.split("?")[1]) || 0;
  var root = own.slice(0, own.indexOf("/__briefpress/") + "/__briefpress/".length);
  var panel = null;

  function element(name, className, text) {
    var made = document.createElement(name);
    if (className) { made.className = className; }
    if (text !== undefined) { made.textContent = text; }
    return made;
  }

  function place(diagnostic) {
    if (!diagnostic.file) { return ""; }
    return diagnostic.file + (diagnostic.line ? ":" + diagnostic.line + ":" + diagnostic.column : "");
  }

  function show(state) {
    var told = state.diagnostics.filter(function (d) { return d.severity !== "note"; });
    var missing = document.documentElement.dataset.status === "404";
    if (panel) { panel.remove(); panel = null; }
    if (!told.length && !missing) { return; }
    if (!told.length) { return; }
    panel = element("section", "briefpress-panel");
    panel.setAttribute("role", "status");
    panel.setAttribute("aria-label", "briefpress: what is wrong");
    var close = element("button", "briefpress-close", "Hide");
    close.type = "button";
    close.addEventListener("click", function () { panel.remove(); panel = null; });
    panel.append(element("h2", "", told.length === 1 ? "1 thing to mend" : told.length + " things to mend"), close);
    told.slice(0, 50).forEach(function (d) {
      var item = element("article", "briefpress-" + d.severity);
      item.append(element("p", "briefpress-message", d.severity + "[" + d.code + "] " + d.message));
      item.append(element("p", "briefpress-place", place(d)));
      if (d.source) { item.append(element("pre", "", d.source)); }
      if (d.help) { item.append(element("p", "briefpress-help", d.help)); }
      panel.append(item);
    });
    document.body.append(panel);
  }

  function look() {
    fetch(root + "state.json?path=" + encodeURIComponent(location.pathname))
      .then(function (response) { return response.json(); })
      .then(show)
      .catch(function () { /* The server is gone; the stream below waits for it. */ });
  }

  function restyle() {
    fetch(location.href).then(function (response) { return response.text(); }).then(function (html) {
      var fresh = new DOMParser().parseFromString(html, "text/html");
      var links = fresh.querySelectorAll("link[rel=stylesheet]");
      var old = document.querySelectorAll("link[rel=stylesheet]:not(.briefpress)");
      links.forEach(function (link, index) {
        var was = old[index];
        if (was && was.getAttribute("href") !== link.getAttribute("href")) {
          var next = was.cloneNode();
          next.href = link.getAttribute("href");
          next.addEventListener("load", function () { was.remove(); });
          was.after(next);
        }
      });
    });
  }

  function listen() {
    var events = new EventSource(root + "events?seen=" + seen);
    events.onmessage = function (event) {
      var news = JSON.parse(event.data);
      if (news.number === seen) { return; }
      var next = seen + 1 === news.number;
      seen = news.number;
      if (news.style_only && next) { restyle(); look(); } else { events.close(); location.reload(); }
    };
    events.onerror = function () {
      // The browser tries again by itself, with the address of the start: begin anew so that `seen` is right.
      events.close();
      setTimeout(listen, 500);
    };
    addEventListener("pagehide", function () { events.close(); });
  }

  var style = element("link", "briefpress");
  style.rel = "stylesheet";
  style.href = root + "client.css";
  document.head.append(style);
  look();
  listen();
})();
