// Every page, in every dress, through axe-core: WCAG 2.0 to 2.2, levels A and AA, and axe's best practices.
const { withBrowser, shoot } = require("./browser.cjs");

const [site, ...paths] = process.argv.slice(2);
const DRESSES = {
  light: { viewport: { width: 1100, height: 900 }, colorScheme: "light" },
  dark: { viewport: { width: 1100, height: 900 }, colorScheme: "dark" },
  narrow: { viewport: { width: 320, height: 640 }, colorScheme: "light" },
  zoomed: { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4, colorScheme: "dark" }, // 1280 x 1024 at 400 %
  forced: { viewport: { width: 1100, height: 900 }, forcedColors: "active" },
  still: { viewport: { width: 1100, height: 900 }, reducedMotion: "reduce" },
};
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"];

withBrowser(async (browser) => {
  const found = [];
  for (const path of paths) {
    for (const [dress, options] of Object.entries(DRESSES)) {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      const complaints = [];
      page.on("pageerror", (error) => complaints.push(`script: ${error.message}`));
      page.on("console", (message) => { if (message.type() === "error") complaints.push(`console: ${message.text()}`); });
      await page.goto(site + path);
      const marks = page.locator("#marks");
      if (await marks.count() && await marks.isVisible() && dress === "dark") await marks.click();
      await page.addScriptTag({ path: require.resolve("axe-core") });
      const report = await page.evaluate((tags) => axe.run(document, { runOnly: tags }), TAGS);
      const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (!path.startsWith("hostile")) await shoot(page, `${path.replace(/[^a-z0-9]+/gi, "-")}-${dress}`, { fullPage: dress !== "zoomed" });
      found.push({
        path, dress, complaints, tooWide, passed: report.passes.length,
        violations: report.violations.map((rule) => `${rule.id}: ${rule.nodes.map((one) => one.html).join(" | ").slice(0, 300)}`),
      });
      await context.close();
    }
  }
  return found;
});
