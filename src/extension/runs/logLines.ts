import { StringDecoder } from "node:string_decoder";

const MAX_LINES = 1000;
const MAX_LINE_CHARACTERS = 2000;

/**
 * Passes the lines of `stream` to `log`, long ones shortened, until `MAX_LINES`; then it says so once and only drains,
 * so that a flooding process neither fills the log nor blocks on a full pipe.
 */
export function logLines(stream: NodeJS.ReadableStream, log: (line: string) => void): void {
  const decoder = new StringDecoder("utf8");
  let partial = "";
  let lines = 0;

  const take = (line: string) => {
    lines++;
    if (lines <= MAX_LINES) log(line.slice(0, MAX_LINE_CHARACTERS));
    else if (lines === MAX_LINES + 1) log(`more than ${MAX_LINES} lines; the rest is left out`);
  };
  stream.on("data", (chunk: Buffer) => {
    if (lines > MAX_LINES) return;
    const pieces = (partial + decoder.write(chunk)).split(/\r?\n/);
    partial = (pieces.pop() ?? "").slice(0, MAX_LINE_CHARACTERS);
    pieces.forEach(take);
  });
  stream.on("end", () => partial && take(partial));
  stream.on("error", () => undefined); // a pipe that breaks with its process; the exit tells
}
