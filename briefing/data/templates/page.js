(function () {
  "use strict";
  var SIGNS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  var MARK = /[\u064b-\u0652\u0670]/;
  var follow = JSON.parse(document.getElementById("follow").textContent);
  var audio = document.getElementById("audio");
  var switcher = document.getElementById("marks");
  var rate = document.getElementById("rate");
  var jumps = Array.from(document.querySelectorAll("a.jump"));
  var stops = Array.from(document.querySelectorAll(".chapters a.jump"));
  var current = null, word = -1, moved = 0, started = false;

  var lines = follow.lines.map(function (row, number) {
    var element = document.getElementById("u" + number);
    var walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), nodes = [];
    while (walker.nextNode()) nodes.push({ node: walker.currentNode, plain: walker.currentNode.data });
    var words = [], letter = 0, ms = row[0];
    for (var n = 0; n < row[2].length; n += 4) {
      var from = letter + row[2][n], starts = ms + row[2][n + 2];
      letter = from + row[2][n + 1];
      ms = starts + row[2][n + 3];
      words.push({ from: from, to: letter, starts: starts });
    }
    return { element: element, nodes: nodes, starts: row[0], ends: row[1], words: words, signs: row[3] };
  });

  // Style checkers do not know this rule yet, so only a browser that does gets it.
  if (window.Highlight && CSS.highlights) {
    document.styleSheets[0].insertRule("::highlight(word){background-color:var(--word);color:var(--on-word)}");
  }

  function stored(key, value) {
    try {
      if (value === undefined) return localStorage.getItem(key);
      localStorage.setItem(key, value);
    } catch (refused) { /* a browser that keeps nothing still shows everything */ }
    return null;
  }

  function marked(text, signs, state) {
    var shown = "";
    for (var letter of text) {
      if (MARK.test(letter)) continue;
      var sign = signs[state.letter++];
      shown += letter + (sign && sign !== "-" ? follow.marks[SIGNS.indexOf(sign)] : "");
    }
    return shown;
  }

  function showMarks(on) {
    lines.forEach(function (line) {
      if (!line.signs) return;
      var state = { letter: 0 };
      line.nodes.forEach(function (piece) {
        piece.node.data = on ? marked(piece.plain, line.signs, state) : piece.plain;
      });
    });
    switcher.setAttribute("aria-pressed", String(on));
    document.documentElement.classList.toggle("marked", on);
    word = -1;
    show();
  }

  function rangeOf(line, place) {
    var range = document.createRange(), letter = 0, ended = false;
    for (var piece of line.nodes) {
      var text = piece.node.data;
      for (var n = 0; n < text.length; n++) {
        if (MARK.test(text[n])) {
          if (ended) range.setEnd(piece.node, n + 1);
          continue;
        }
        if (ended) return range;
        if (letter === place.from) range.setStart(piece.node, n);
        letter++;
        if (letter === place.to) {
          range.setEnd(piece.node, n + 1);
          ended = true;
        }
      }
    }
    return range;
  }

  function lastStarted(list, ms) {
    var found = -1;
    for (var n = 0; n < list.length && list[n].starts <= ms; n++) found = n;
    return found;
  }

  function markWord(number) {
    if (number === word || !window.Highlight || !CSS.highlights) return;
    word = number;
    if (number < 0) CSS.highlights.delete("word");
    else CSS.highlights.set("word", new Highlight(rangeOf(current, current.words[number])));
  }

  function bringIntoView(element) {
    var box = element.getBoundingClientRect();
    if (audio.paused || Date.now() - moved < 5000) return;
    if (box.top < 90 || box.bottom > window.innerHeight - 20) element.scrollIntoView({ block: "center" });
  }

  function markLine(line) {
    if (line === current) return;
    markWord(-1);
    if (current) current.element.removeAttribute("aria-current");
    current = line;
    if (line) {
      line.element.setAttribute("aria-current", "true");
      bringIntoView(line.element);
    }
  }

  function markStop(ms) {
    var found = lastStarted(stops.map(function (link) { return { starts: timeOf(link.href) * 1000 }; }), ms);
    stops.forEach(function (link, number) {
      if (number === found) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  }

  function show() {
    if (!started) return;
    var ms = audio.currentTime * 1000 + 1;
    var number = lastStarted(lines, ms);
    markLine(number < 0 ? null : lines[number]);
    if (current) markWord(ms < current.ends ? lastStarted(current.words, ms) : -1);
    markStop(ms);
  }

  function tick() {
    show();
    if (!audio.paused && !audio.ended) requestAnimationFrame(tick);
  }

  function timeOf(address) {
    var found = /#t=([0-9]+(?:\.[0-9]+)?)$/.exec(address);
    return found ? Number(found[1]) : null;
  }

  function go(seconds) {
    started = true;
    audio.currentTime = seconds;
    show();
  }

  jumps.forEach(function (link) {
    link.addEventListener("click", function (event) {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      moved = 0;
      go(timeOf(link.href));
      history.replaceState(null, "", "#t=" + timeOf(link.href));
      audio.play().then(show, function () { /* the player itself says why it cannot play */ });
    });
  });

  ["wheel", "touchmove", "keydown"].forEach(function (kind) {
    addEventListener(kind, function () { moved = Date.now(); }, { passive: true });
  });
  audio.addEventListener("play", function () { started = true; moved = 0; tick(); });
  ["timeupdate", "seeking", "seeked", "ended"].forEach(function (kind) { audio.addEventListener(kind, show); });

  if (lines.some(function (line) { return line.signs; })) {
    switcher.hidden = false;
    switcher.addEventListener("click", function () {
      var on = switcher.getAttribute("aria-pressed") !== "true";
      stored("briefing-marks", on ? "on" : "off");
      showMarks(on);
    });
    if (stored("briefing-marks") === "on") showMarks(true);
  }

  // Keys act where the player has the focus, and nowhere else: a screen reader has the letters for itself.
  var steps = document.querySelector(".steps"), STEP = 15;
  function skip(seconds) { go(Math.max(0, Math.min(audio.currentTime + seconds, lines[lines.length - 1].ends / 1000))); }
  function turn(by) {
    var times = stops.map(function (link) { return timeOf(link.href); });
    var here = lastStarted(times.map(function (time) { return { starts: time }; }), audio.currentTime + 0.01);
    // Back in the middle of a chapter is to its start.
    if (by < 0 && here >= 0 && audio.currentTime - times[here] > 3) by = 0;
    go(times[Math.max(0, Math.min(here + by, times.length - 1))]);
  }
  steps.hidden = false;
  document.getElementById("back").addEventListener("click", function () { skip(-STEP); });
  document.getElementById("on").addEventListener("click", function () { skip(STEP); });
  document.getElementById("chapter-before").addEventListener("click", function () { turn(-1); });
  document.getElementById("chapter-after").addEventListener("click", function () { turn(1); });
  steps.parentNode.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target === rate) return;
    var by = { KeyJ: -STEP, KeyL: STEP }[event.code];
    if (by) {
      event.preventDefault();
      skip(by);
    }
  });

  rate.parentNode.hidden = false;
  rate.value = stored("briefing-rate") || "1";
  if (!rate.value) rate.value = "1";
  function setRate() { audio.defaultPlaybackRate = audio.playbackRate = Number(rate.value); }
  rate.addEventListener("change", function () { stored("briefing-rate", rate.value); setRate(); });
  setRate();

  if (timeOf(location.hash) !== null) go(timeOf(location.hash));
})();
