import type { Workbench } from "./workbench.ts";

interface Marks {
  clickedMs?: number;
  firstPointMs?: number;
}

const LOOK_EVERY_MS = 5;

/**
 * Has the pages themselves note when a click arrives and when the panel has painted a run's first iteration: looked at
 * from outside, a frame that is just being opened is found up to half a second late. Call it before the panel is opened.
 */
export async function noteFirstPoints({ page }: Workbench): Promise<void> {
  await page.evaluate(() => {
    addEventListener("click", () => ((globalThis as Marks).clickedMs = Date.now()), true);
  });
  await page.addInitScript(lookEveryMs => {
    let isTraining = false;
    const look = () => {
      const wasTraining = isTraining;
      isTraining = /Iteration [1-9]/.test(document.querySelector(".progress-words")?.textContent ?? "");
      if (!isTraining || wasTraining) return;
      // a task after the frame in which it is drawn: painted
      requestAnimationFrame(() => setTimeout(() => ((globalThis as Marks).firstPointMs = Date.now())));
    };
    setInterval(look, lookEveryMs); // VS Code writes the page into a frame that stands already, which ends observers
  }, LOOK_EVERY_MS);
}

/** Milliseconds from the last click in the window to the first point of the run that it started, which is drawn. */
export async function fromClickToFirstPoint(workbench: Workbench): Promise<number> {
  const clickedMs = await workbench.page.evaluate(() => (globalThis as Marks).clickedMs!);
  const body = workbench.webview().locator("body");
  const firstPointMs = await body.evaluate(
    (_, since) =>
      new Promise<number>(resolve => {
        const wait = setInterval(() => {
          const { firstPointMs = 0 } = globalThis as Marks;
          if (firstPointMs < since) return;
          clearInterval(wait);
          resolve(firstPointMs);
        }, 10);
      }),
    clickedMs,
  );
  return firstPointMs - clickedMs;
}
