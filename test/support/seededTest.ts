import { test } from "vitest";

/**
 * A test over `count` random seeds; a failure names its seed, and `TEST_SEED` runs that one again. Where rounding may
 * decide, `forgiven` of the seeds may fail.
 */
export function seededTest(
  name: string,
  count: number,
  body: (seed: number) => void | Promise<void>,
  forgiven = 0,
  timeoutMs?: number,
): void {
  const given = process.env["TEST_SEED"];
  const seeds =
    given === undefined ? Array.from({ length: count }, () => Math.floor(Math.random() * 2 ** 32)) : [Number(given)];
  test(
    name,
    async () => {
      let failures = 0;
      for (const seed of seeds) {
        try {
          await body(seed);
        } catch (error) {
          failures++;
          if (failures > forgiven || given !== undefined)
            throw new Error(`fails with TEST_SEED=${seed}`, { cause: error });
        }
      }
    },
    timeoutMs,
  );
}
