import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

interface StoredObject {
  generation: number;
  content: string;
}

/** One bucket of Cloud Storage on this machine, as much of it as Terraform's `gcs` backend asks for. */
export class StateBucket {
  readonly objects = new Map<string, StoredObject>();
  private generation = 0;
  private readonly name: string;
  private readonly server: Server;

  private constructor(name: string, server: Server) {
    this.name = name;
    this.server = server;
    server.on('request', (request, response) => this.answer(request, response));
  }

  /** Serves on a free loopback port until it is closed. */
  static async open(name: string): Promise<StateBucket> {
    const server = createServer();
    const bucket = new StateBucket(name, server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return bucket;
  }

  /** What GOOGLE_BACKEND_STORAGE_CUSTOM_ENDPOINT takes. */
  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/storage/v1/`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.endpoint);
    const body = (await buffer(request)).toString();
    const [status, answer] = this.decide(request, url, body);
    response.writeHead(status).end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  }

  private decide({ method, headers }: IncomingMessage, url: URL, body: string): [number, object | string] {
    const { pathname, searchParams } = url;
    const guard = searchParams.get('ifGenerationMatch');
    if (method === 'POST' && pathname === `/upload/storage/v1/b/${this.name}/o`) {
      const name = searchParams.get('name') ?? '';
      if (!this.matches(name, guard)) return [412, {}];
      this.objects.set(name, {
        generation: ++this.generation,
        content: mediaOf(body, headers['content-type']),
      });
      return [200, this.describe(name)];
    }
    if (pathname === `/storage/v1/b/${this.name}/o`)
      return [200, { items: [...this.objects.keys()].map((name) => this.describe(name)) }];
    const described = new RegExp(`^/storage/v1/b/${this.name}/o/(.+)$`).exec(pathname)?.[1];
    const name = decodeURIComponent(described ?? pathname.slice(`/${this.name}/`.length));
    const stored = this.objects.get(name);
    if (stored === undefined) return [404, {}];
    if (method !== 'DELETE') return [200, described === undefined ? stored.content : this.describe(name)];
    if (!this.matches(name, guard)) return [412, {}];
    this.objects.delete(name);
    return [204, ''];
  }

  /** Generation 0 is that of an object which is not there: so a lock is taken once. */
  private matches(name: string, guard: string | null): boolean {
    return guard === null || Number(guard) === (this.objects.get(name)?.generation ?? 0);
  }

  private describe(name: string): object {
    return { bucket: this.name, name, generation: String(this.objects.get(name)?.generation) };
  }
}

/** The second part of a multipart upload; the first says where it belongs. */
function mediaOf(body: string, type = ''): string {
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1];
  const part = body.split(`\r\n--${boundary}`)[1] ?? '';
  return part.slice(part.indexOf('\r\n\r\n') + 4);
}
