import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll } from "vitest";

/** Answers one request for `archive`. */
export type MirrorManner = (response: ServerResponse, archive: Buffer, request: IncomingMessage) => void;

/** Serves a file as mirrors do, byte ranges included. */
export const honest: MirrorManner = (response, archive, request) => {
  const beginByte = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  if (beginByte >= archive.length) {
    response.writeHead(416, { "content-range": `bytes */${archive.length}` }).end();
    return;
  }
  const headers = { "content-length": archive.length - beginByte };
  if (beginByte === 0) response.writeHead(200, headers);
  else {
    const range = `bytes ${beginByte}-${archive.length - 1}/${archive.length}`;
    response.writeHead(206, { ...headers, "content-range": range });
  }
  response.end(archive.subarray(beginByte));
};

/** Announces the whole file, sends half of it and then closes the connection. */
export const breakingOff: MirrorManner = (response, archive) => {
  response.writeHead(200, { "content-length": archive.length });
  response.write(archive.subarray(0, archive.length >> 1));
  // `fetch` forgets bytes that nobody has read when the connection breaks.
  setTimeout(() => response.destroy(), 50);
};

/** A real HTTP server on this machine that holds files and answers in a given manner. */
export class MirrorServer {
  /** `name` of each request, with the byte it begins at when that is not the first. */
  readonly requests: string[] = [];
  manner: MirrorManner = honest;

  /** What a file's name is appended to. */
  readonly address: string;

  private constructor(
    private readonly server: Server,
    archives: ReadonlyMap<string, Buffer>,
  ) {
    this.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      const name = (request.url ?? "").slice(1);
      const range = request.headers.range?.replace("bytes=", " from ").replace(/-$/, "");
      this.requests.push(name + (range ?? ""));
      const archive = archives.get(name);
      if (archive) this.manner(response, archive, request);
      else response.writeHead(404).end();
    });
  }

  /** Starts a server that is closed after the tests of the file. */
  static async start(archives: ReadonlyMap<string, Buffer>): Promise<MirrorServer> {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(0, "127.0.0.1", resolve));
    const mirror = new MirrorServer(server, archives);
    afterAll(() => mirror.close());
    return mirror;
  }

  /** Ends every connection; afterwards new ones are refused. */
  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
