#!/usr/bin/env node
// Plain JavaScript that imports nothing by itself: every Node can read it, also before `npm ci`.

const NEEDED = 24;
const MISSING = /^Cannot find package '([^']+)'/;

const { node } = process.versions;
if (Number.parseInt(node, 10) < NEEDED)
  refuse(
    `Node ${NEEDED} or later is needed, and this is ${node}: in the repository npm ci brings one, which npm run -s plumbline -- … runs on; elsewhere install it`,
  );
else await import('./cli.ts').catch(explain);

function explain(error) {
  const missing = MISSING.exec(error.message)?.[1];
  if (missing === undefined) throw error;
  refuse(`the package ${missing} is not installed: run npm ci in Plumbline's folder first`);
}

function refuse(words) {
  process.stderr.write(`plumbline: ${words}\n`);
  process.exitCode = 1;
}
