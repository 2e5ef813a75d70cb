const TIMEOUT_MS = 10_000;

/** Tells a dead man's switch, and nobody it sends on to, that a whole pass ended well. Answers whether it heard; never throws. */
export async function beat(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
