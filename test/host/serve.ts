// `npm start`: real VS Code in your browser, with the extension loaded and the examples open.
import { join } from "node:path";
import { PROJECT } from "./paths.ts";
import { startServer } from "./serverHost.ts";

try {
  const server = await startServer({ extension: PROJECT, withToken: true, withGallery: true });
  console.log(`\nTrain Lens in VS Code: ${server.urlOf({ workspace: join(PROJECT, "examples") })}`);
  console.log("Open this address in a browser on this machine. Ctrl-C ends it.");
  const asked = new Promise<"asked">(resolve => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve("asked"));
  });
  const ending = await Promise.race([asked, server.exited]);
  await server.close();
  if (ending !== "asked") throw new Error(`VS Code's server ended by itself with ${ending}.`);
  console.log("\nEnded.");
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
