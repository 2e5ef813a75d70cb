/** What gcloud took in its beta track first: whoever's gcloud is a year old has it nowhere else, and a newer one has it there too. */
const BETA = /^worker-pools |(?<= )--(?:no-)?(?:iap|default-url)(?= |$)/;

/** A command of `gcloud run`, in the track where every version of gcloud that can do it takes it. */
export function runCommand(words: string): string {
  return `gcloud ${BETA.test(words) ? 'beta ' : ''}run ${words}`;
}
