// The captions through the W3C's own parser; prints how many cues and which errors.
const { readFileSync } = require("node:fs");
const { WebVTTParser } = require("webvtt-parser");

const tree = new WebVTTParser().parse(readFileSync(process.argv[2], "utf8"), "captions");
process.stdout.write(JSON.stringify({ cues: tree.cues.length, errors: tree.errors }) + "\n");
