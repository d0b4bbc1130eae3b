import { ENGINE_FACTORIES } from "../engines/factories";

/** Prints the engines of this build and whether each can be used here. */
export async function printEngines({ json }: { readonly json: boolean }): Promise<number> {
  const engines = await Promise.all(
    ENGINE_FACTORIES.map(async factory => {
      const reason = await factory.whyUnavailable();
      return { engine: factory.kind, available: reason === undefined, ...(reason !== undefined && { reason }) };
    }),
  );
  const text = engines.map(({ engine, reason }) => `${engine.padEnd(10)} ${reason ?? "available"}`).join("\n");
  process.stdout.write(`${json ? JSON.stringify(engines, undefined, 2) : text}\n`);
  return 0;
}
