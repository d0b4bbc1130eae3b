import { element } from "../shared/element";

/** Rows beyond the edges, so that scrolling shows no gaps. */
const OVERSCAN = 12;

/** Fills the body of a table inside `scroller` with only the rows that can be seen; all have the same height. */
export class VirtualRows {
  readonly #before = element("tr", { "aria-hidden": "true" });
  readonly #after = element("tr", { "aria-hidden": "true" });
  #count = 0;
  #rowHeight = 26;
  #shown = { begin: 0, end: 0 };

  constructor(
    private readonly scroller: HTMLElement,
    private readonly body: HTMLElement,
    private readonly createRow: (place: number) => HTMLElement,
  ) {
    scroller.addEventListener("scroll", () => this.#render(false));
    new ResizeObserver(() => this.#render(false)).observe(scroller);
  }

  /** Draws anew, with `count` rows in all. */
  show(count: number): void {
    this.#count = count;
    this.#render(true);
  }

  /** Scrolls as little as needed to show the row at `place`. */
  reveal(place: number): void {
    const { scroller } = this;
    const head = this.body.offsetTop;
    const top = head + place * this.#rowHeight;
    if (top - head < scroller.scrollTop) scroller.scrollTop = top - head;
    const bottom = top + this.#rowHeight - scroller.clientHeight;
    if (bottom > scroller.scrollTop) scroller.scrollTop = bottom;
    this.#render(false);
  }

  /** How many whole rows fit. */
  get pageSize(): number {
    return Math.max(1, Math.floor(this.scroller.clientHeight / this.#rowHeight) - 1);
  }

  #render(isForced: boolean): void {
    const { scroller } = this;
    const first = Math.floor(scroller.scrollTop / this.#rowHeight);
    const begin = Math.max(0, Math.min(first, this.#count) - OVERSCAN);
    const end = Math.min(this.#count, first + Math.ceil(scroller.clientHeight / this.#rowHeight) + OVERSCAN);
    if (!isForced && begin === this.#shown.begin && end === this.#shown.end) return;
    this.#shown = { begin, end };
    const rows = Array.from({ length: end - begin }, (_, at) => this.createRow(begin + at));
    this.#before.style.height = `${begin * this.#rowHeight}px`;
    this.#after.style.height = `${(this.#count - end) * this.#rowHeight}px`;
    this.body.replaceChildren(this.#before, ...rows, this.#after);
    const height = rows[0]?.offsetHeight ?? 0;
    if (height === 0 || height === this.#rowHeight) return;
    this.#rowHeight = height; // known once a row was drawn in the person's font
    this.#render(true);
  }
}
