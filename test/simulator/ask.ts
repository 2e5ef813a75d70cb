/** An HTTP answer with its JSON body, for tests of the simulators. */
export interface Asked {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into by tests, field by field
  json: any;
  headers: Headers;
}

/** Asks a simulator; a body makes it a POST. */
export async function ask(url: string, body?: unknown): Promise<Asked> {
  const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(url, init);
  return { status: response.status, json: await response.json(), headers: response.headers };
}
