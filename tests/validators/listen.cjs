// A listener with a keyboard and no mouse: play, follow the words, jump by chapter, switch the marks on, come back.
const { withBrowser, shoot } = require("./browser.cjs");

const [url] = process.argv.slice(2);
const MOST_STOPS = 60;

withBrowser(async (browser) => {
  const context = await browser.newContext({ viewport: { width: 1100, height: 900 } });
  const page = await context.newPage();
  const seen = { complaints: [], unseenFocus: [] };
  page.on("pageerror", (error) => seen.complaints.push(error.message));

  const state = () => page.evaluate(() => {
    const audio = document.getElementById("audio");
    const marked = CSS.highlights.get("word");
    const line = document.querySelector(".line[aria-current]");
    const stop = document.querySelector(".chapters a[aria-current] .name");
    return {
      time: audio.currentTime, paused: audio.paused, word: marked ? [...marked].map(String).join("") : "",
      line: line ? line.textContent : "", chapter: stop ? stop.textContent : "",
      section: line ? line.closest("section").querySelector("h2").textContent : "",
    };
  });

  async function tabTo(matches) {
    for (let stop = 0; stop < MOST_STOPS; stop++) {
      await page.keyboard.press("Tab");
      const focus = await page.evaluate((selector) => {
        const element = document.activeElement;
        const style = getComputedStyle(element);
        return { there: element.matches(selector), outline: style.outlineStyle, tag: element.outerHTML.slice(0, 80) };
      }, matches);
      if (focus.outline === "none" && !focus.tag.startsWith("<body")) seen.unseenFocus.push(focus.tag);
      if (focus.there) return;
    }
    throw new Error(`no keyboard way to ${matches}`);
  }

  await page.goto(url);
  seen.autoplay = !(await state()).paused;
  await tabTo("a.skip");
  await tabTo("#audio");
  await page.keyboard.press("Space");
  await page.waitForFunction(() => CSS.highlights.get("word"), null, { timeout: 20000 });
  seen.playing = await state();
  await shoot(page, "listening");

  await tabTo(".chapters li:nth-child(3) a");
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.querySelector(".line[aria-current]")?.closest("section")?.id === "c3", null, { timeout: 20000 });
  await page.waitForFunction(() => !document.getElementById("audio").paused);
  seen.jumped = { ...(await state()), wanted: await page.evaluate(() => Number(document.activeElement.href.split("#t=")[1])) };

  seen.plain = await page.locator("main").textContent();
  await page.reload();
  await tabTo("#marks");
  await page.keyboard.press("Space");
  seen.pressed = await page.locator("#marks").getAttribute("aria-pressed");
  seen.marked = await page.locator("main").textContent();
  await shoot(page, "marks", { fullPage: true });

  await page.reload();
  seen.pressedAfterReload = await page.locator("#marks").getAttribute("aria-pressed");
  seen.markedAfterReload = await page.locator("main").textContent();
  await tabTo("#marks");
  await page.keyboard.press("Enter");
  seen.plainAgain = await page.locator("main").textContent();

  await page.goto(`${url}#t=6`);
  await page.reload();
  await page.waitForFunction(() => document.querySelector(".line[aria-current]"));
  seen.linked = await state();

  const bare = await browser.newContext({ javaScriptEnabled: false });
  const still = await bare.newPage();
  await still.goto(url);
  seen.withoutScript = {
    text: await still.locator("main").innerText(), buttons: await still.locator("#marks").isVisible(),
    link: await still.locator(".chapters a").nth(2).getAttribute("href"), player: await still.locator("audio").isVisible(),
  };
  return seen;
});
