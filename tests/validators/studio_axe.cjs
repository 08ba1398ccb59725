// Every screen of the studio, in both languages and every dress, through axe-core, with its own rules of content at work.
const { withBrowser, shoot } = require("./browser.cjs");

const [opening, ...paths] = process.argv.slice(2);
const site = new URL(opening).origin;
const DRESSES = {
  light: { viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  narrow: { viewport: { width: 360, height: 720 }, colorScheme: "light" },
  zoomed: { viewport: { width: 640, height: 512 }, deviceScaleFactor: 2, colorScheme: "dark" }, // 1280 x 1024 at 200 %
  forced: { viewport: { width: 1280, height: 900 }, forcedColors: "active" },
};
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

withBrowser(async (browser) => {
  const found = [];
  for (const [dress, options] of Object.entries(DRESSES)) {
    for (const bypassCSP of [false, true]) {
      const context = await browser.newContext({ ...options, bypassCSP });
      const page = await context.newPage();
      const complaints = [];
      page.on("pageerror", (error) => complaints.push(`script: ${error.message}`));
      page.on("console", (message) => { if (message.type() === "error") complaints.push(`console: ${message.text()}`); });
      await page.goto(opening);
      for (const path of paths) {
        await page.goto(site + path);
        const seen = { path, dress, bypassCSP, complaints: complaints.splice(0), violations: [], passed: 1 };
        seen.tooWide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
        if (bypassCSP) {
          // Our own rules keep axe out: here they are set aside, above they were at work.
          await page.addScriptTag({ path: require.resolve("axe-core") });
          const report = await page.evaluate((tags) => axe.run(document, { runOnly: tags }), TAGS);
          seen.passed = report.passes.length;
          seen.violations = report.violations.map((rule) => `${rule.id}: ${rule.nodes.map((one) => one.html).join(" | ").slice(0, 300)}`);
          await shoot(page, `studio${path.replace(/[^a-z0-9]+/gi, "-")}-${dress}`, { fullPage: true });
        }
        found.push(seen);
      }
      await context.close();
    }
  }
  return found;
});
