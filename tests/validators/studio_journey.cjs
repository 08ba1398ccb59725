// An editor's minute, by keyboard alone: the riskiest article, a name, a speaker, a quote, a sentence heard, approve, publish.
// With scripts off the same is done, but for listening.
const { withBrowser, shoot } = require("./browser.cjs");

const [opening, scripted, speaker, word] = process.argv.slice(2);
const site = new URL(opening).origin;

withBrowser(async (browser) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, javaScriptEnabled: scripted === "yes" });
  const page = await context.newPage();
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(`script: ${error.message}`));
  page.on("console", (message) => { if (message.type() === "error") complaints.push(`console: ${message.text()}`); });
  const key = (name) => page.keyboard.press(name);
  const is = (selector) => page.evaluate((wanted) => document.activeElement.matches(wanted), selector);
  const steps = [];

  async function tabTo(selector, back) {
    for (let presses = 0; presses < 400; presses += 1) {
      if (await is(selector)) return presses;
      await key(back ? "Shift+Tab" : "Tab");
    }
    throw new Error(`no key leads to ${selector} on ${page.url()}`);
  }

  // What is announced, once and for all: how often the line changed to a text that is not empty.
  async function told(action) {
    if (scripted === "yes") {
      await page.evaluate(() => {
        window.announced = [];
        if (window.ears) window.ears.disconnect();
        window.ears = new MutationObserver(() => { const text = document.getElementById("told").textContent; if (text) window.announced.push(text); });
        window.ears.observe(document.getElementById("told"), { childList: true, characterData: true, subtree: true });
      });
      await action();
      await page.waitForFunction(() => window.announced.length > 0);
      await page.waitForTimeout(150);
      steps.push({ announced: await page.evaluate(() => window.announced), focus: await page.evaluate(() => document.activeElement.tagName) });
    } else {
      await Promise.all([page.waitForNavigation(), action()]);
      steps.push({ title: await page.title() });
    }
  }

  await page.goto(opening);
  // Until all of them are read nobody knows which is the riskiest.
  for (let tries = 0; tries < 100 && (await page.locator(".reading").count()); tries += 1) {
    await page.waitForTimeout(200);
    await page.reload();
  }
  await tabTo(".desk a");
  const riskiest = await page.evaluate(() => document.activeElement.textContent);
  await Promise.all([page.waitForNavigation(), key("Enter")]);
  const article = new URL(page.url()).pathname;

  // Who spoke.
  await tabTo("form.quote select");
  for (let presses = 0; presses < 40 && (await page.evaluate(() => document.activeElement.value)) !== speaker; presses += 1) await key("ArrowDown");
  await tabTo("form.quote button[value=speaker]");
  await told(() => key("Enter"));
  const chosen = await page.evaluate(() => document.querySelector("form.quote select").value);

  // A sentence that is left out.
  if (!(await is("button[value=leave]"))) await tabTo("button[value=leave]");
  await told(() => key("Enter"));
  const left = await page.locator("button[value=tell]").count();

  // The length, and back again.
  await tabTo("#again button");
  await told(() => key("Enter"));
  await tabTo("#again button[formaction]");
  await told(() => key("Enter"));

  // A word.
  await page.goto(`${site}${article}/words/2`);
  await tabTo(".words a");
  if (scripted === "yes") {
    for (let presses = 0; presses < 60 && !(await page.evaluate((bare) => document.activeElement.textContent.replace(/[\u064b-\u0652]/g, "").startsWith(bare), word)); presses += 1) {
      await key("ArrowLeft");
      await page.waitForTimeout(30);
    }
    await page.waitForFunction((bare) => document.querySelector("#panel [name=text]").value === bare, word);
    await page.waitForFunction(() => document.getElementById("told").textContent);
    await told(() => key("2"));
    const onWord = await is(".words a[aria-current]");
    steps.push({ onWord });
    // Heard: the sound plays, and its time goes on.
    const spoken = page.waitForResponse((answer) => answer.url().endsWith("/sound/2.wav"));
    await key(" ");
    const sound = await spoken;
    steps.push({ sound: sound.status(), type: sound.headers()["content-type"] });
    const compared = page.waitForResponse((answer) => answer.url().includes("earlier=1"));
    await key("a");
    steps.push({ earlier: (await compared).status() });
  } else {
    for (let presses = 0; presses < 60 && !(await page.evaluate((bare) => document.activeElement.textContent.replace(/[\u064b-\u0652]/g, "").startsWith(bare), word)); presses += 1) await key("Tab");
    await Promise.all([page.waitForNavigation(), key("Enter")]);
    await tabTo("[name=to]");
    await key("ArrowDown");
    await tabTo("button[value=reading]");
    await told(() => key("Enter"));
  }
  await shoot(page, `studio-journey-${scripted}`, { fullPage: true });

  await page.goto(`${site}${article}/publish`);
  await tabTo("form[action$=approve] button");
  await told(() => key("Enter"));
  await tabTo("form[action$=publish] button");
  await told(() => key("Enter"));
  const state = await page.locator(".state").first().getAttribute("class");
  return { riskiest, chosen, left, steps, state, complaints };
});
