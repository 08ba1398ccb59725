// What keys and partial updates need. Every page works without it: forms post, links lead.
"use strict";
const sound = new Audio();
const told = () => document.getElementById("told");
const within = "a[href],button:not([disabled]),input:not([type=hidden]),select,summary";

// --- listening -------------------------------------------------------------------------------------------------

function play(address, then, link) {
  sound.onended = () => { if (link) heard(link); if (then) then(); };
  if (sound.dataset.address === address && !sound.paused) return sound.pause();
  sound.dataset.address = address;
  sound.src = address;
  sound.play().catch(() => {});
}

function compare() {
  const [now, earlier] = ["play", "earlier"].map((id) => document.getElementById(id));
  if (earlier) play(earlier.href, () => play(now.href, null, now));
  else say(document.querySelector(".words").dataset.same);
}

// What was played to its end is known as heard: by the page, and by whoever comes after.
function heard(link) {
  const values = new URLSearchParams({ number: link.dataset.number });
  for (const name of ["page", "revision"]) values.set(name, document.querySelector(`[name=${name}]`).value);
  const mark = link.parentElement.querySelector(".heard");
  // Where it was done, the answer leads back; it is refused where another sentence may stand there by now.
  fetch(link.href.replace(/\/sound\/.*/, "/heard"), { method: "POST", body: values, redirect: "manual" })
    .then((answer) => { if (mark && answer.type === "opaqueredirect") mark.textContent = link.dataset.heard; });
}

// --- pages that change in part ---------------------------------------------------------------------------------

// Where the focus is: the nearest thing with a name, and which of the things in it.
function place() {
  const active = document.activeElement;
  const around = active.closest("main [id]:not(a,button,select,input)");
  return { own: active.id, id: around && around.id, at: around ? [...around.querySelectorAll(within)].indexOf(active) : 0 };
}

function back(to) {
  const around = to.id && document.getElementById(to.id);
  const inside = around ? [...around.querySelectorAll(within)] : [];
  const own = to.own && document.getElementById(to.own);
  const target = own || inside[Math.min(Math.max(to.at, 0), inside.length - 1)] || document.getElementById("main");
  target.focus({ preventScroll: true });
}

// A region that is emptied and filled again is read out, also where it says the same as before. What is newer wins.
let newest = 0;

function say(news) {
  const mine = ++newest;
  told().textContent = "";
  requestAnimationFrame(() => requestAnimationFrame(() => { if (mine === newest) told().textContent = news; }));
}

async function show(answer, where) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = page.getElementById("main");
  if (!next) return say(page.body.textContent);
  const news = page.getElementById("told").textContent;
  // What was refused is said, and what was typed stays where it is.
  if (answer.status === 422) return say(news);
  document.getElementById("main").replaceChildren(...next.childNodes);
  document.title = page.title;
  const address = new URL(answer.url);
  if (answer.ok) history.replaceState(null, "", address.pathname + address.search.replace(/[?&]told=\d+/, ""));
  back(answer.ok ? where : {});
  say(news);
}

async function send(form, button, where) {
  const values = new URLSearchParams(new FormData(form));
  if (button && button.name) values.set(button.name, button.value);
  const address = (button && button.getAttribute("formaction")) || form.getAttribute("action");
  document.getElementById("main").setAttribute("aria-busy", "true");
  try {
    await show(await fetch(address, { method: "POST", body: values }), where);
  } catch {
    location.reload();
  } finally {
    document.getElementById("main").removeAttribute("aria-busy");
  }
}

document.addEventListener("submit", (event) => {
  event.preventDefault();
  const where = place();
  // Behind a reading of one's own the editor is on the word again.
  if (where.own === "own") where.own = `w${event.target.dataset.word}`;
  send(event.target, event.submitter, where);
});

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = event.target.closest("a.play");
  const word = event.target.closest(".words a");
  if (link) {
    event.preventDefault();
    play(link.href, null, link.dataset.number ? link : null);
  } else if (word) {
    event.preventDefault();
    choose(word);
  }
});

// --- the row of words ------------------------------------------------------------------------------------------

let last = 0;

async function choose(word) {
  const mine = ++last;
  word.focus();
  for (const one of document.querySelectorAll(".words a")) one.removeAttribute("aria-current");
  word.setAttribute("aria-current", "true");
  const answer = await fetch(word.href);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  // Whoever has gone on to another word meanwhile does not want this one.
  if (mine !== last) return;
  const [old, next] = [document, page].map((one) => one.getElementById("panel"));
  if (old && next) old.replaceWith(next);
  if (next) say(next.dataset.said);
  history.replaceState(null, "", word.href.replace(/[?&]told=\d+/, ""));
}

// The readings may still be those of the word before: whoever is quick waits for the right ones.
async function use(word, number) {
  let panel = document.getElementById("panel");
  if (`w${panel.dataset.word}` !== word.id) await choose(word);
  panel = document.getElementById("panel");
  if (`w${panel.dataset.word}` !== word.id) return;
  const option = panel.querySelectorAll("[name=to]")[number];
  if (!option) return say(document.querySelector(".words").dataset.none);
  option.checked = true;
  await send(panel, panel.querySelector("[name=kind]"), { own: word.id });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const word = event.target.closest && event.target.closest(".words a");
  const panel = document.getElementById("panel");
  if (!word || !panel) return;
  const all = [...document.querySelectorAll(".words a")];
  const at = all.indexOf(word);
  // The row runs as its script does: the next word lies to the left.
  const moves = { ArrowLeft: at + 1, ArrowRight: at - 1, Home: 0, End: all.length - 1 };
  const digit = "123456789".indexOf(event.key) + 1 || "١٢٣٤٥٦٧٨٩".indexOf(event.key) + 1;
  if (event.key in moves) {
    const next = all[moves[event.key]];
    if (next) choose(next);
  } else if (digit) use(word, digit - 1);
  else if (event.key === " ") play(document.getElementById("play").href, null, document.getElementById("play"));
  else if (event.key === "a" || event.key === "ش") compare();
  else if (event.key === "e" || event.key === "ث") panel.querySelector("#own").focus();
  else return;
  event.preventDefault();
});
