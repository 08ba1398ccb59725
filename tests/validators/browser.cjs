// One Chromium for the scripts beside this file: headless, quiet, with a profile of its own that goes with it.
const { chromium } = require("playwright-core");

const QUIET = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--autoplay-policy=no-user-gesture-required",
];

exports.withBrowser = async function (work) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: QUIET });
  try {
    process.stdout.write(JSON.stringify(await work(browser)) + "\n");
  } finally {
    await browser.close();
  }
};

exports.shoot = async function (page, name, options) {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, ...options });
};
