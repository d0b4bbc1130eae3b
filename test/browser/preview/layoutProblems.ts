import type { Page } from "playwright-core";

/** Elements that stick out of the page or whose content sticks out of them, in words; what scrolls may. */
export function layoutProblems(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const describe = (element: Element) =>
      `${element.tagName}.${element.className} "${element.textContent.slice(0, 40)}"`;
    const scrolls = (element: Element) => /auto|scroll/.test(getComputedStyle(element).overflowX);
    const scrollers = [...document.querySelectorAll("main *")].filter(scrolls);
    const seen = [...document.querySelectorAll<HTMLElement>("main *:not(.visually-hidden)")].filter(
      element => element.checkVisibility() && !scrollers.some(scroller => scroller.contains(element)),
    );
    const outside = seen.filter(element => element.getBoundingClientRect().right > innerWidth + 1);
    const cut = seen.filter(
      element => element instanceof HTMLElement && !element.shadowRoot && element.scrollWidth > element.clientWidth + 1,
    );
    // inline boxes have no width of their own
    const boxes = cut.filter(element => getComputedStyle(element).display !== "inline");
    return [
      ...outside.map(element => `outside: ${describe(element)}`),
      ...boxes.map(element => `cut: ${describe(element)}`),
    ];
  });
}
