import type { SmokeAnswer, SmokeAnswers, SmokeProbe } from './model.ts';
import type { SmokeTarget } from './targets.ts';

/** Asks each URL once, however many roles declare it. */
export async function askSmoke(
  probe: SmokeProbe,
  targets: readonly SmokeTarget[],
  signal: AbortSignal,
): Promise<SmokeAnswers> {
  const urls = [...new Set(targets.flatMap(({ url }) => url ?? []))].sort();
  const answers = urls.map(
    async (url): Promise<[string, SmokeAnswer]> => [url, await probe.get(url, signal)],
  );
  return new Map(await Promise.all(answers));
}
