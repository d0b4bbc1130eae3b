/** Images of the data set: `kernels/images.ts` and `kernels/inputLists.ts`. */
export interface ImageKernels {
  encodeImages(
    pixels: number,
    count: number,
    size: number,
    background: number,
    starts: number,
    entries: number,
  ): number;
  openImages(order: number, begin: number, end: number, starts: number, begins: number, ends: number): number;
  decodeImages(
    order: number,
    begin: number,
    end: number,
    pixels: number,
    size: number,
    table: number,
    values: number,
    stride: number,
  ): void;
  clearLists(begins: number, ends: number, count: number, first: number, listBytes: number): void;
  appendRows(begin: number, end: number, rowBegins: number, rowEnds: number, listEnds: number): void;
}
