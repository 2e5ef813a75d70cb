import { startGoogleSimulator } from './google.ts';
import { buildJualumaEstate } from './jualuma.ts';
import { startSlackSimulator } from './slack.ts';

/** Both simulators with the jualuma estate, for people: `node test/simulator/serve.ts [GOOGLE_PORT] [SLACK_PORT]`. */
const [googlePort = 9090, slackPort = 9091] = process.argv.slice(2).map(Number);
const google = await startGoogleSimulator({ port: googlePort, now: () => new Date() });
const slack = await startSlackSimulator({ port: slackPort });
buildJualumaEstate(google.estate);
process.stdout.write(`PLUMBLINE_GCP_ENDPOINT=${google.url}\nSLACK_API_URL=${slack.url}\n`);
